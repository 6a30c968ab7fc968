"""/v1/topups: money from the shop's bank account to its balance."""

from __future__ import annotations

from datetime import timedelta

from emulators.stripe.account import Account
from emulators.stripe.payments.currencies import CurrencyCode
from emulators.stripe.payments.ledger import Entry, Ledger
from emulators.stripe.resources import lookup
from emulators.stripe.store import JsonObject
from emulators.stripe.wire import errors
from emulators.stripe.wire.endpoint import Call, Endpoint
from emulators.stripe.wire.lists import CREATED_PAGE, page, where
from emulators.stripe.wire.metadata import Metadata, merged
from emulators.stripe.wire.params import Fields, Kind, not_simulated
from emulators.stripe.wire.values import Text, Whole

ARRIVES_AFTER = timedelta(days=2)
_ARRIVE = "topup.arrive"
_PATH = "/v1/topups"
_DESCRIBED: dict[str, Kind] = {"description": Text(clearable=True), "metadata": Metadata()}
_CREATE = Fields(
    {
        **_DESCRIBED,
        "amount": Whole(1),
        "currency": CurrencyCode(),
        "statement_descriptor": Text(15),
        "transfer_group": Text(),
        **not_simulated("payment_method", "payment_method_options", "source"),
    },
    required=("amount", "currency"),
)
_STATUS = Text(choices=("canceled", "failed", "pending", "succeeded"))
_LIST = Fields({**CREATED_PAGE, "status": _STATUS, **not_simulated("amount")})


class Topups:
    def __init__(self, account: Account, ledger: Ledger) -> None:
        self._account = account
        self._ledger = ledger
        account.agenda.on(_ARRIVE, self._arrive)
        one = f"{_PATH}/{{id}}"
        self.endpoints = (
            Endpoint("POST", _PATH, self._create, _CREATE),
            Endpoint("GET", _PATH, self._list, _LIST),
            Endpoint("GET", one, self._retrieve),
            Endpoint("POST", one, self._update, Fields(_DESCRIBED)),
            Endpoint("POST", f"{one}/cancel", self._cancel),
        )

    def _create(self, call: Call) -> JsonObject:
        due_at = self._account.clock.now() + ARRIVES_AFTER
        topup = self._account.store.save(
            {
                "description": None,
                "statement_descriptor": None,
                "transfer_group": None,
                **call.params,
                "id": self._account.ids.new("tu"),
                "object": "topup",
                "balance_transaction": None,
                "created": self._account.now(),
                "expected_availability_date": int(due_at.timestamp()),
                "failure_code": None,
                "failure_message": None,
                "initiated_by": "user",
                "livemode": False,
                "metadata": merged({}, call.params),
                "payment_method": None,
                "payment_method_options": None,
                "source": None,
                "status": "pending",
            }
        )
        self._account.agenda.add(_ARRIVE, topup["id"], due_at)
        self._account.events.emit("topup.created", topup)
        return topup

    def _retrieve(self, call: Call) -> JsonObject:
        return lookup.in_path(self._account, "topup", call.id)

    def _update(self, call: Call) -> JsonObject:
        before = self._retrieve(call)
        changes = {**call.params, "metadata": merged(before["metadata"], call.params)}
        return self._account.store.save({**before, **changes})

    def _cancel(self, call: Call) -> JsonObject:
        before = self._retrieve(call)
        if before["status"] != "pending":
            message = f"Topups can only be canceled while pending: it is {before['status']}."
            raise errors.invalid(message)
        topup = self._account.store.save({**before, "status": "canceled"})
        self._account.events.emit("topup.canceled", topup)
        return topup

    def _list(self, call: Call) -> JsonObject:
        rows = where(self._account.store.newest_first("topup"), call.params, "status")
        return page(rows, call.params, _PATH)

    def _arrive(self, topup_id: str) -> None:
        topup = self._account.store.get("topup", topup_id)
        if topup["status"] != "pending":
            return
        entry = Entry(
            type="topup",
            category="topup",
            source=topup_id,
            amount_minor=topup["amount"],
            currency=topup["currency"],
            description=topup["description"],
            is_available=True,
        )
        booked = {"balance_transaction": self._ledger.enter(entry)["id"], "status": "succeeded"}
        topup = self._account.store.save({**topup, **booked})
        self._account.events.emit("topup.succeeded", topup)
