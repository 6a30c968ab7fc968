"""/v1/payment_intents."""

from __future__ import annotations

from emulators.stripe.account import Account
from emulators.stripe.checkout.checkout import Checkout
from emulators.stripe.payments import (
    currencies,
    intents,
    mandates,
    method_types,
    saving,
    transfers,
)
from emulators.stripe.payments.methods import CashBalance
from emulators.stripe.payments.money import Money
from emulators.stripe.payments.payments import Challenge
from emulators.stripe.resources import (
    instruments,
    intent_params,
    intent_refusals,
    lookup,
    payment_methods,
)
from emulators.stripe.store import JsonObject
from emulators.stripe.wire import errors
from emulators.stripe.wire.endpoint import Call, Endpoint
from emulators.stripe.wire.lists import page, where
from emulators.stripe.wire.metadata import merged

_PATH = "/v1/payment_intents"
_CONFIRMABLE = ("requires_payment_method", "requires_confirmation", "requires_action")
_CANCELABLE = ("requires_payment_method", "requires_capture", *_CONFIRMABLE[1:])
_ALWAYS_UPDATABLE = {"description", "metadata", "receipt_email"}
_DATA = "payment_method_data"
_SAID_AT_CONFIRMATION = (
    "allowed_payment_method_types",
    "capture_method",
    "excluded_payment_method_types",
    "receipt_email",
    "setup_future_usage",
    "shipping",
)


class PaymentIntents:
    def __init__(self, account: Account, money: Money, checkout: Checkout) -> None:
        self._account = account
        self._money = money
        self._payments = money.payments
        self._checkout = checkout
        one = f"{_PATH}/{{id}}"
        self.endpoints = (
            Endpoint("POST", _PATH, self._create, intent_params.CREATE),
            Endpoint("GET", _PATH, self._list, intent_params.LIST),
            Endpoint("GET", one, self._retrieve, intent_params.RETRIEVE),
            Endpoint("POST", one, self._update, intent_params.UPDATE),
            Endpoint("POST", f"{one}/confirm", self._confirm, intent_params.CONFIRM),
            Endpoint("POST", f"{one}/cancel", self._cancel, intent_params.CANCEL),
            Endpoint("POST", f"{one}/capture", self._capture, intent_params.CAPTURE),
            Endpoint("POST", f"{one}/apply_customer_balance", self._apply, intent_params.APPLY),
            Endpoint(
                "POST", f"{one}/increment_authorization", self._increment, intent_params.INCREMENT
            ),
        )

    def _create(self, call: Call) -> JsonObject:
        params = {**call.params, "metadata": merged({}, call.params)}
        amount, currency = params["amount"], params["currency"]
        currencies.check_charge(amount, currency, "amount")
        if "customer" in params:
            lookup.in_param(self._account, "customer", params["customer"], "customer")
        if params.get("confirm"):
            intent_refusals.check_return(params.get("automatic_payment_methods"), params)
        types = method_types.offered(currency, params, method_types.ON_REQUEST)
        params = self._with_method(params, params, types)
        intent = intents.create(self._account, amount, currency, params)
        return self._try(intent, params) if params.get("confirm") else intent

    def _retrieve(self, call: Call) -> JsonObject:
        return lookup.in_path(self._account, "payment_intent", call.id)

    def _update(self, call: Call) -> JsonObject:
        before = lookup.in_path(self._account, "payment_intent", call.id)
        changes = dict(call.params)
        late = sorted(set(changes) - _ALWAYS_UPDATABLE)
        if before["status"] not in _CONFIRMABLE and late:
            message = (
                f"This PaymentIntent's {late[0]} could not be updated because it has a status of"
                f" {before['status']}. You may only update the {late[0]} of a PaymentIntent with"
                f" one of the following statuses: {', '.join(_CONFIRMABLE)}."
            )
            raise errors.wrong_state(message, before, late[0])
        if "customer" in changes:
            lookup.in_param(self._account, "customer", changes["customer"], "customer")
        told = changes.pop("payment_method_options", None)
        after = {**before, **changes, "metadata": merged(before["metadata"], changes)}
        currency = after["currency"]
        currencies.check_charge(after["amount"], currency, "amount")
        chosen = method_types.chosen(after)
        types = method_types.offered(currency, chosen, method_types.ON_REQUEST)
        options = {"payment_method_options": told or before["payment_method_options"]}
        after["payment_method_types"] = types
        after["payment_method_options"] = intents.options(types, currency, options)
        after = self._with_method(after, after, types)
        if after["payment_method"] != before["payment_method"]:
            after["status"] = "requires_confirmation"
        return self._account.store.save(after)

    def _confirm(self, call: Call) -> JsonObject:
        return self._try(lookup.in_path(self._account, "payment_intent", call.id), call.params)

    def _cancel(self, call: Call) -> JsonObject:
        intent = lookup.in_path(self._account, "payment_intent", call.id)
        if intent["status"] not in _CANCELABLE:
            message = (
                f"You cannot cancel this PaymentIntent because it has a status of"
                f" {intent['status']}. Only a PaymentIntent with one of the following statuses may"
                f" be canceled: {', '.join(_CANCELABLE)}."
            )
            raise errors.wrong_state(message, intent)
        if self._account.store.find("checkout_of", intent["id"]) is not None:
            message = "A Checkout Session's PaymentIntent cannot be canceled. Expire the session."
            raise errors.wrong_state(message, intent)
        return self._payments.cancel(intent, call.params.get("cancellation_reason"))

    def _capture(self, call: Call) -> JsonObject:
        intent = lookup.in_path(self._account, "payment_intent", call.id)
        if intent["status"] != "requires_capture":
            message = (
                "This PaymentIntent could not be captured because it has a status of"
                f" {intent['status']}. Only a PaymentIntent with one of the following statuses may"
                " be captured: requires_capture."
            )
            raise errors.wrong_state(message, intent)
        if call.params.get("final_capture") is False:
            message = "This PaymentIntent is not eligible for multicapture."
            raise errors.invalid(message, "final_capture")
        amount = call.params.get("amount_to_capture") or intent["amount_capturable"]
        if amount > intent["amount_capturable"]:
            message = "The remaining authorized amount for this PaymentIntent is less than that."
            raise errors.invalid(message, "amount_to_capture", "amount_too_large")
        names = ("statement_descriptor", "statement_descriptor_suffix")
        said = {name: call.params[name] for name in names if name in call.params}
        said["metadata"] = merged(intent["metadata"], call.params)
        return self._payments.capture(self._account.store.save({**intent, **said}), amount)

    def _apply(self, call: Call) -> JsonObject:
        """By hand, what the customer has transferred."""
        intent = lookup.in_path(self._account, "payment_intent", call.id)
        if not transfers.is_waiting(intent):
            message = "This PaymentIntent is not waiting for a bank transfer."
            raise errors.wrong_state(message, intent)
        left = transfers.remaining_minor(intent)
        amount = call.params.get("amount", left)
        if call.params.get("currency", intent["currency"]) != intent["currency"] or amount > left:
            message = "The amount is more than this PaymentIntent is still to be paid, or in"
            raise errors.invalid(f"{message} another currency.", "amount")
        cash = self._money.cash.available_minor(intent["customer"], intent["currency"])
        if amount > cash:
            raise errors.invalid("The customer's cash balance is too low.", "amount")
        return self._payments.transfers.apply(intent, amount)

    def _increment(self, call: Call) -> JsonObject:
        """None of the twin's cards supports it: their charges say `unavailable`."""
        intent = lookup.in_path(self._account, "payment_intent", call.id)
        if intent["status"] != "requires_capture":
            message = "The authorization cannot be incremented: the status of this intent is {}."
            raise errors.wrong_state(message.format(intent["status"]), intent)
        raise errors.invalid("This PaymentIntent is not eligible for incremental authorization.")

    def _list(self, call: Call) -> JsonObject:
        rows = self._account.store.newest_first("payment_intent")
        return page(where(rows, call.params, "customer"), call.params, _PATH)

    def _try(self, intent: JsonObject, params: JsonObject) -> JsonObject:
        if intent["status"] not in _CONFIRMABLE:
            message = "You cannot confirm this PaymentIntent because it has a status of {}."
            raise errors.wrong_state(message.format(intent["status"]), intent)
        said = {name: params[name] for name in _SAID_AT_CONFIRMATION if name in params}
        intent = {**intent, **said}
        types, currency = intent["payment_method_types"], intent["currency"]
        if "payment_method_options" in params:
            intent["payment_method_options"] = intents.options(types, currency, params)
        key = self._with_method(params, intent, types).get(
            "payment_method", intent["payment_method"]
        )
        if key is None:
            raise errors.wrong_state(intent_refusals.no_method(intent), intent)
        asked = {**method_types.chosen(intent), **params}
        intent_refusals.check_return(intent["automatic_payment_methods"], asked)
        method = self._account.store.get("payment_method", key)
        acceptance = (params.get("mandate_data") or {}).get("customer_acceptance")
        if acceptance is not None:
            mandates.create(self._account, method, acceptance)
        if method["type"] == CashBalance.kind and intent["customer"] is None:
            raise errors.wrong_state(intent_refusals.NO_CUSTOMER, intent, "customer")
        intent = self._payments.confirm(intent, method, self._challenge(intent, method, params))
        if intent["last_payment_error"] is not None:
            raise intent_refusals.of_the_bank(intent)
        return intent

    def _with_method(self, params: JsonObject, owner: JsonObject, types: list[str]) -> JsonObject:
        """`params` with the id of the payment method that it names or describes, if any."""
        rest = {name: value for name, value in params.items() if name != _DATA}
        if params.get(_DATA) is not None:
            method = instruments.create(self._account, params[_DATA], _DATA)
        elif params.get("payment_method") is not None:
            method = payment_methods.find(self._account, params["payment_method"], "payment_method")
        else:
            return rest
        saving.check_owner(method, owner.get("customer"), "PaymentIntent")
        method_types.check(method, types)
        return {**rest, "payment_method": method["id"]}

    def _challenge(
        self, intent: JsonObject, method: JsonObject, params: JsonObject
    ) -> Challenge | None:
        """Where the buyer has something to do; None if the shop says that nobody is there."""
        if method["type"] == CashBalance.kind:
            return Challenge(self._checkout.transfer_url(intent), None)
        if params.get("off_session") or params.get("error_on_requires_action"):
            return None
        return Challenge(self._checkout.challenge_url(intent), params.get("return_url"))
