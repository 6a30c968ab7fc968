"""/v1/payment_intents."""

from __future__ import annotations

from emulators.stripe.account import Account
from emulators.stripe.checkout.checkout import Checkout
from emulators.stripe.payments import currencies, intents, method_types
from emulators.stripe.payments.payments import Challenge, Payments
from emulators.stripe.resources import intent_params, lookup, payment_methods
from emulators.stripe.store import JsonObject
from emulators.stripe.wire import errors
from emulators.stripe.wire.endpoint import Call, Endpoint
from emulators.stripe.wire.errors import StripeError
from emulators.stripe.wire.lists import page, where
from emulators.stripe.wire.metadata import merged

_PATH = "/v1/payment_intents"
_CONFIRMABLE = {"requires_payment_method", "requires_confirmation", "requires_action"}
_CANCELABLE = {*_CONFIRMABLE, "requires_capture"}


class PaymentIntents:
    def __init__(self, account: Account, payments: Payments, checkout: Checkout) -> None:
        self._account = account
        self._payments = payments
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
        )

    def _create(self, call: Call) -> JsonObject:
        params = {**call.params, "metadata": merged({}, call.params)}
        amount, currency = params["amount"], params["currency"]
        currencies.check_charge(amount, currency, "amount")
        if "customer" in params:
            lookup.in_param(self._account, "customer", params["customer"], "customer")
        if params.get("confirm"):
            _check_return(params.get("automatic_payment_methods"), params)
        if "payment_method" in params:
            key = params["payment_method"]
            method = payment_methods.find(self._account, key, "payment_method")
            params["payment_method"] = method["id"]
        intent = intents.create(self._account, amount, currency, params)
        return self._try(intent, params) if params.get("confirm") else intent

    def _retrieve(self, call: Call) -> JsonObject:
        return lookup.in_path(self._account, "payment_intent", call.id)

    def _update(self, call: Call) -> JsonObject:
        before = lookup.in_path(self._account, "payment_intent", call.id)
        changes = dict(call.params)
        if before["status"] not in _CONFIRMABLE and set(changes) - {"metadata", "description"}:
            message = f"This PaymentIntent could not be updated: its status is {before['status']}."
            raise errors.wrong_state(message, before)
        after = {**before, **changes, "metadata": merged(before["metadata"], changes)}
        currencies.check_charge(after["amount"], after["currency"], "amount")
        types = method_types.offered(after["currency"], method_types.chosen(after))
        after["payment_method_types"] = types
        if "payment_method" in changes:
            method = payment_methods.find(
                self._account, changes["payment_method"], "payment_method"
            )
            after |= {"payment_method": method["id"], "status": "requires_confirmation"}
        return self._account.store.save(after)

    def _confirm(self, call: Call) -> JsonObject:
        return self._try(lookup.in_path(self._account, "payment_intent", call.id), call.params)

    def _cancel(self, call: Call) -> JsonObject:
        intent = lookup.in_path(self._account, "payment_intent", call.id)
        if intent["status"] not in _CANCELABLE:
            message = "You cannot cancel this PaymentIntent because it has a status of {}."
            raise errors.wrong_state(message.format(intent["status"]), intent)
        if self._account.store.find("checkout_of", intent["id"]) is not None:
            message = "A Checkout Session's PaymentIntent cannot be canceled. Expire the session."
            raise errors.wrong_state(message, intent)
        return self._payments.cancel(intent, call.params.get("cancellation_reason"))

    def _capture(self, call: Call) -> JsonObject:
        intent = lookup.in_path(self._account, "payment_intent", call.id)
        if intent["status"] != "requires_capture":
            message = "This PaymentIntent could not be captured because it has a status of {}."
            raise errors.wrong_state(message.format(intent["status"]), intent)
        amount = call.params.get("amount_to_capture") or intent["amount_capturable"]
        if amount > intent["amount_capturable"]:
            message = "The remaining authorized amount for this PaymentIntent is less than that."
            raise errors.invalid(message, "amount_to_capture", "amount_too_large")
        return self._payments.capture(intent, amount)

    def _list(self, call: Call) -> JsonObject:
        rows = self._account.store.newest_first("payment_intent")
        return page(where(rows, call.params, "customer"), call.params, _PATH)

    def _try(self, intent: JsonObject, params: JsonObject) -> JsonObject:
        if intent["status"] not in _CONFIRMABLE:
            message = "You cannot confirm this PaymentIntent because it has a status of {}."
            raise errors.wrong_state(message.format(intent["status"]), intent)
        key = params.get("payment_method", intent["payment_method"])
        if key is None:
            raise errors.wrong_state(
                "You cannot confirm this PaymentIntent because it's missing a payment method.",
                intent,
            )
        _check_return(intent["automatic_payment_methods"], params)
        method = payment_methods.find(self._account, key, "payment_method")
        intent = self._payments.confirm(intent, method, self._challenge(intent, params))
        if intent["last_payment_error"] is not None:
            raise _refused(intent)
        return intent

    def _challenge(self, intent: JsonObject, params: JsonObject) -> Challenge | None:
        """Where the buyer may authenticate; None if the shop says that nobody is there."""
        if params.get("off_session") or params.get("error_on_requires_action"):
            return None
        return Challenge(self._checkout.challenge_url(intent), params.get("return_url"))


def _check_return(automatic: JsonObject | None, params: JsonObject) -> None:
    """Methods that redirect, which are on by default, need to know where to come back to."""
    settings = {"enabled": True, "allow_redirects": "always", **(automatic or {})}
    may_redirect = settings["enabled"] and settings["allow_redirects"] == "always"
    if may_redirect and "return_url" not in params:
        raise errors.invalid(
            "This PaymentIntent may redirect your customer, so you must provide a `return_url`."
            " If you don't want to accept redirect-based payment methods, set"
            " `automatic_payment_methods[allow_redirects]` to `never`.",
            "return_url",
        )


def _refused(intent: JsonObject) -> StripeError:
    """402, with the intent as it is after the attempt."""
    last = intent["last_payment_error"]
    own = {"code", "message", "type"}
    details = {name: value for name, value in last.items() if name not in own}
    details["payment_intent"] = intent
    return StripeError(402, last["type"], last["message"], last["code"], details=details)
