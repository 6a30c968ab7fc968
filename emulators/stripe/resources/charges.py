"""/v1/charges: a PaymentIntent makes and captures them; a shop may describe them."""

from __future__ import annotations

from emulators.stripe.account import Account
from emulators.stripe.resources import lookup
from emulators.stripe.store import JsonObject
from emulators.stripe.wire import errors
from emulators.stripe.wire.addresses import SHIPPING
from emulators.stripe.wire.endpoint import Call, Endpoint
from emulators.stripe.wire.lists import CREATED_PAGE, page, where
from emulators.stripe.wire.metadata import Metadata, merged
from emulators.stripe.wire.params import Fields, not_simulated
from emulators.stripe.wire.values import EMAIL, Text, Whole

_PATH = "/v1/charges"
_LIST = Fields(
    {**CREATED_PAGE, "customer": Text(), "payment_intent": Text(), "transfer_group": Text()}
)
_FRAUD = Fields(
    {"user_report": Text(choices=("fraudulent", "safe"), clearable=True)},
    required=("user_report",),
)
_UPDATE = Fields(
    {
        "customer": Text(),
        "description": Text(clearable=True),
        "fraud_details": _FRAUD,
        "metadata": Metadata(),
        "receipt_email": EMAIL,
        "shipping": SHIPPING,
        "transfer_group": Text(),
    }
)
_CAPTURE = Fields(
    {
        "amount": Whole(1),
        "receipt_email": EMAIL,
        "statement_descriptor": Text(22),
        "statement_descriptor_suffix": Text(22),
        **not_simulated(
            "application_fee", "application_fee_amount", "transfer_data", "transfer_group"
        ),
    }
)


class Charges:
    def __init__(self, account: Account) -> None:
        self._account = account
        one = f"{_PATH}/{{id}}"
        self.endpoints = (
            Endpoint("GET", _PATH, self._list, _LIST),
            Endpoint("GET", one, self._retrieve),
            Endpoint("POST", one, self._update, _UPDATE),
            Endpoint("POST", f"{one}/capture", self._capture, _CAPTURE),
        )

    def _retrieve(self, call: Call) -> JsonObject:
        return lookup.in_path(self._account, "charge", call.id)

    def _update(self, call: Call) -> JsonObject:
        before = self._retrieve(call)
        changes = {**call.params, "metadata": merged(before["metadata"], call.params)}
        if "customer" in changes:
            lookup.in_param(self._account, "customer", changes["customer"], "customer")
            if before["customer"] is not None:
                message = "You cannot update `customer` on a charge that already has one."
                raise errors.invalid(message, "customer")
        if "fraud_details" in changes:
            report = changes["fraud_details"]["user_report"]
            changes["fraud_details"] = {"user_report": report} if report else {}
        after = self._account.store.save({**before, **changes})
        self._account.events.emit("charge.updated", after, before)
        return after

    def _capture(self, call: Call) -> JsonObject:
        """Every charge of the twin is a PaymentIntent's, which captures it."""
        charge = self._retrieve(call)
        if charge["captured"]:
            message = f"Charge {charge['id']} has already been captured."
            raise errors.invalid(message, code="charge_already_captured")
        intent = charge["payment_intent"]
        raise errors.invalid(
            f"This uncaptured Charge was created by a PaymentIntent ({intent}). You must capture"
            " the PaymentIntent instead of capturing the Charge directly. For more information,"
            " see https://stripe.com/docs/payments/place-a-hold-on-a-payment-method"
        )

    def _list(self, call: Call) -> JsonObject:
        charges = self._account.store.newest_first("charge")
        rows = where(charges, call.params, "customer", "payment_intent", "transfer_group")
        return page(rows, call.params, _PATH)
