"""/v1/payment_intents."""

from __future__ import annotations

from emulators.stripe.account import Account
from emulators.stripe.checkout.checkout import Checkout
from emulators.stripe.payments import currencies, intents, mandates, method_types, saving
from emulators.stripe.payments.payments import Challenge, Payments
from emulators.stripe.resources import intent_params, lookup, payment_methods
from emulators.stripe.store import JsonObject
from emulators.stripe.wire import errors
from emulators.stripe.wire.endpoint import Call, Endpoint
from emulators.stripe.wire.errors import StripeError
from emulators.stripe.wire.lists import page, where
from emulators.stripe.wire.metadata import merged

_PATH = "/v1/payment_intents"
_CONFIRMABLE = ("requires_payment_method", "requires_confirmation", "requires_action")
_CANCELABLE = ("requires_payment_method", "requires_capture", *_CONFIRMABLE[1:])
_ALWAYS_UPDATABLE = {"description", "metadata", "receipt_email"}
_SAID_AT_CONFIRMATION = (
    "allowed_payment_method_types",
    "capture_method",
    "excluded_payment_method_types",
    "receipt_email",
    "setup_future_usage",
    "shipping",
)


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
            _check_return(params.get("automatic_payment_methods"), params)
        if "payment_method" in params:
            params["payment_method"] = self._method(params["payment_method"], params)["id"]
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
        after = {**before, **changes, "metadata": merged(before["metadata"], changes)}
        currencies.check_charge(after["amount"], after["currency"], "amount")
        types = method_types.offered(after["currency"], method_types.chosen(after))
        after["payment_method_types"] = types
        if "payment_method" in changes:
            method = self._method(changes["payment_method"], after)
            after |= {"payment_method": method["id"], "status": "requires_confirmation"}
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
        key = params.get("payment_method", intent["payment_method"])
        if key is None:
            raise errors.wrong_state(_no_method(intent), intent)
        _check_return(intent["automatic_payment_methods"], params)
        said = {name: params[name] for name in _SAID_AT_CONFIRMATION if name in params}
        intent = {**intent, **said}
        method = self._method(key, intent)
        acceptance = (params.get("mandate_data") or {}).get("customer_acceptance")
        if acceptance is not None:
            mandates.create(self._account, method, acceptance)
        intent = self._payments.confirm(intent, method, self._challenge(intent, params))
        if intent["last_payment_error"] is not None:
            raise _refused(intent)
        return intent

    def _method(self, key: str, owner: JsonObject) -> JsonObject:
        method = payment_methods.find(self._account, key, "payment_method")
        saving.check_owner(method, owner.get("customer"), "PaymentIntent")
        return method

    def _challenge(self, intent: JsonObject, params: JsonObject) -> Challenge | None:
        """Where the buyer may authenticate; None if the shop says that nobody is there."""
        if params.get("off_session") or params.get("error_on_requires_action"):
            return None
        return Challenge(self._checkout.challenge_url(intent), params.get("return_url"))


def _check_return(automatic: JsonObject | None, params: JsonObject) -> None:
    """Methods that redirect, which are on by default, need to know where to come back to."""
    settings = {"enabled": True, "allow_redirects": "always", **(automatic or {})}
    only = params.get("allowed_payment_method_types")
    if only is not None and not method_types.redirects(only):
        return
    may_redirect = settings["enabled"] and settings["allow_redirects"] == "always"
    if may_redirect and "return_url" not in params:
        raise errors.invalid(
            "This PaymentIntent may redirect your customer, so you must provide a `return_url`."
            " If you don't want to accept redirect-based payment methods, set"
            " `automatic_payment_methods[allow_redirects]` to `never`.",
            "return_url",
        )


def _no_method(intent: JsonObject) -> str:
    if intent["customer"] is None:
        return (
            "You cannot confirm this PaymentIntent because it's missing a payment method. You can"
            " either update the PaymentIntent with a payment method and then confirm it again, or"
            " confirm it again directly with a payment method or ConfirmationToken."
        )
    return (
        "You cannot confirm this PaymentIntent because it's missing a payment method. To confirm"
        f" the PaymentIntent with {intent['customer']}, specify a payment method attached to this"
        " customer along with the customer ID."
    )


def _refused(intent: JsonObject) -> StripeError:
    """402, with the intent as it is after the attempt."""
    last = intent["last_payment_error"]
    own = {"code", "message", "type"}
    details = {name: value for name, value in last.items() if name not in own}
    details["payment_intent"] = intent
    return StripeError(402, last["type"], last["message"], last["code"], details=details)
