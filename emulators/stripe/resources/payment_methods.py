"""/v1/payment_methods: test cards by token, bank accounts, and methods that redirect."""

from __future__ import annotations

from emulators.stripe.account import Account
from emulators.stripe.payments import cards, methods, saving
from emulators.stripe.payments.published_cards import Asks
from emulators.stripe.resources import instruments, lookup
from emulators.stripe.store import JsonObject
from emulators.stripe.wire import errors
from emulators.stripe.wire.endpoint import Call, Endpoint
from emulators.stripe.wire.errors import StripeError
from emulators.stripe.wire.lists import CREATED_PAGE, page, where
from emulators.stripe.wire.metadata import Metadata, merged
from emulators.stripe.wire.params import Fields, not_simulated
from emulators.stripe.wire.values import Text, Whole

_PATH = "/v1/payment_methods"
_UPDATE = Fields(
    {
        "allow_redisplay": instruments.REDISPLAY,
        "billing_details": instruments.BILLING,
        "card": Fields(
            {"exp_month": Whole(1, 12), "exp_year": Whole(), **not_simulated("networks")}
        ),
        "metadata": Metadata(),
        **not_simulated("us_bank_account"),
    }
)
_LIST = Fields(
    {**CREATED_PAGE, "allow_redisplay": instruments.REDISPLAY, "customer": Text(), "type": Text()}
)


def find(account: Account, key: str, param: str) -> JsonObject:
    """A payment method by its id, or a fresh one for `pm_card_visa` and its like."""
    card = cards.by_name(key) if key.startswith("pm_card_") else None
    if card is not None:
        return methods.create(account, methods.stand_in(account, card), {})
    return lookup.in_param(account, "payment_method", key, param)


class PaymentMethods:
    def __init__(self, account: Account) -> None:
        self._account = account
        one = f"{_PATH}/{{id}}"
        customer = Fields({"customer": Text(), **not_simulated("customer_account")})
        self.endpoints = (
            Endpoint("POST", _PATH, self._create, instruments.CREATE),
            Endpoint("GET", _PATH, self._list, _LIST),
            Endpoint("GET", one, self._retrieve),
            Endpoint("POST", one, self._update, _UPDATE),
            Endpoint("POST", f"{one}/attach", self._attach, customer),
            Endpoint("POST", f"{one}/detach", self._detach),
        )

    def _create(self, call: Call) -> JsonObject:
        return instruments.create(self._account, call.params)

    def _update(self, call: Call) -> JsonObject:
        before = find(self._account, call.id, "payment_method")
        after = {**before, "metadata": merged(before["metadata"], call.params)}
        billing = instruments.whole_address(call.params.get("billing_details", {}))
        after["billing_details"] = {**before["billing_details"], **billing}
        after["allow_redisplay"] = call.params.get("allow_redisplay", before["allow_redisplay"])
        if "card" in call.params:
            if before["type"] != "card":
                message = "You can only update `card` of a payment method of that type."
                raise errors.invalid(message, "card")
            after["card"] = {**before["card"], **call.params["card"]}
        self._account.store.save(after)
        self._account.events.emit("payment_method.updated", after, before)
        return after

    def _retrieve(self, call: Call) -> JsonObject:
        return lookup.in_path(self._account, "payment_method", call.id)

    def _attach(self, call: Call) -> JsonObject:
        if "customer" not in call.params:
            message = "Must provide customer or customer_account."
            raise errors.invalid(message, code="parameter_missing")
        customer = call.params["customer"]
        lookup.in_param(self._account, "customer", customer, "customer")
        method = find(self._account, call.id, "payment_method")
        if method["customer"] not in {None, customer}:
            message = "The payment method you provided has already been attached to a customer."
            raise errors.invalid(message)
        self._ask_the_bank(method)
        return saving.attach(self._account, method, customer)

    def _ask_the_bank(self, method: JsonObject) -> None:
        """A card that declines is found out when it is saved; one of them only afterwards."""
        if method["type"] != "card":
            return
        card = cards.by_number(methods.secret_number(self._account, method))
        if card.decline is not None and not card.is_saved_first and card.asks is Asks.NEVER:
            decline = card.decline
            said = {"decline_code": decline.decline_code, "payment_method": method}
            raise StripeError(
                402, "card_error", decline.message, decline.code, param="", details=said
            )

    def _detach(self, call: Call) -> JsonObject:
        before = lookup.in_path(self._account, "payment_method", call.id)
        if before["customer"] is None:
            raise errors.invalid(
                "The payment method you provided is not attached to a customer so detachment is"
                " impossible."
            )
        _forget_default(self._account, before)
        after = self._account.store.save({**before, "customer": None})
        self._account.events.emit("payment_method.detached", after, before)
        return after

    def _list(self, call: Call) -> JsonObject:
        if "customer" in call.params:
            lookup.in_param(self._account, "customer", call.params["customer"], "customer")
        methods_ = self._account.store.newest_first("payment_method")
        rows = where(methods_, call.params, "allow_redisplay", "customer", "type")
        return page(rows, call.params, _PATH)


def _forget_default(account: Account, method: JsonObject) -> None:
    """A method that is gone pays no invoices any more."""
    customer = account.store.get("customer", method["customer"])
    settings = customer["invoice_settings"]
    if settings["default_payment_method"] == method["id"]:
        settings = {**settings, "default_payment_method": None}
        account.store.save({**customer, "invoice_settings": settings})
