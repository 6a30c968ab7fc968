"""/v1/disputes."""

from __future__ import annotations

from emulators.stripe.account import Account
from emulators.stripe.payments.dispute_shape import FILES, TEXTS
from emulators.stripe.payments.disputes import CLOSED, Disputes
from emulators.stripe.resources import lookup
from emulators.stripe.store import JsonObject
from emulators.stripe.wire import errors
from emulators.stripe.wire.endpoint import Call, Endpoint
from emulators.stripe.wire.lists import CREATED_PAGE, page, where
from emulators.stripe.wire.metadata import Metadata, merged
from emulators.stripe.wire.params import Fields, not_simulated
from emulators.stripe.wire.values import Flag, Text

_PATH = "/v1/disputes"
_EVIDENCE = Fields(
    {
        **{name: Text(20_000, clearable=True) for name in TEXTS},
        **{name: Text(clearable=True) for name in FILES},
        **not_simulated("enhanced_evidence", "appeal"),
    }
)
_UPDATE = Fields(
    {
        "evidence": _EVIDENCE,
        "metadata": Metadata(),
        "submit": Flag(),
        **not_simulated("intended_submission_method"),
    }
)
_LIST = Fields({**CREATED_PAGE, "charge": Text(), "payment_intent": Text()})


class DisputeResource:
    def __init__(self, account: Account, disputes: Disputes) -> None:
        self._account = account
        self._disputes = disputes
        one, of_charge = f"{_PATH}/{{id}}", "/v1/charges/{id}/dispute"
        self.endpoints = (
            Endpoint("GET", _PATH, self._list, _LIST),
            Endpoint("GET", one, self._retrieve),
            Endpoint("POST", one, self._update, _UPDATE),
            Endpoint("POST", f"{one}/close", self._close),
            Endpoint("GET", of_charge, self._of_charge),
        )

    def _list(self, call: Call) -> JsonObject:
        rows = self._account.store.newest_first("dispute")
        return page(where(rows, call.params, "charge", "payment_intent"), call.params, _PATH)

    def _retrieve(self, call: Call) -> JsonObject:
        return lookup.in_path(self._account, "dispute", call.id)

    def _update(self, call: Call) -> JsonObject:
        before = self._open(call)
        changes: JsonObject = {"metadata": merged(before["metadata"], call.params)}
        if call.params.get("evidence"):
            changes["evidence"] = call.params["evidence"]
            self._check_files(changes["evidence"])
        submits = call.params.get("submit", True)
        return self._disputes.update(before, changes, submits=submits)

    def _close(self, call: Call) -> JsonObject:
        return self._disputes.close(self._open(call))

    def _open(self, call: Call) -> JsonObject:
        dispute = self._retrieve(call)
        if dispute["status"] in CLOSED:
            raise errors.invalid("This dispute is already closed")
        return dispute

    def _check_files(self, evidence: JsonObject) -> None:
        for name in FILES:
            if evidence.get(name):
                lookup.in_param(self._account, "file", evidence[name], f"evidence[{name}]")

    def _of_charge(self, call: Call) -> JsonObject:
        lookup.in_path(self._account, "charge", call.id)
        for dispute in self._account.store.newest_first("dispute"):
            if dispute["charge"] == call.id:
                return dispute
        message = f"No dispute for charge: {call.id}"
        raise errors.StripeError(404, "invalid_request_error", message)
