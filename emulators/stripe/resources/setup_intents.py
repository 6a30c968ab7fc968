"""/v1/setup_intents and /v1/setup_attempts."""

from __future__ import annotations

from emulators.stripe.account import Account
from emulators.stripe.checkout.checkout import Checkout
from emulators.stripe.payments import method_types, saving, setup_intents
from emulators.stripe.payments.payments import Challenge
from emulators.stripe.payments.setups import Setups
from emulators.stripe.resources import lookup, payment_methods, setup_params
from emulators.stripe.store import JsonObject
from emulators.stripe.wire import errors
from emulators.stripe.wire.endpoint import Call, Endpoint
from emulators.stripe.wire.errors import StripeError
from emulators.stripe.wire.lists import page, where
from emulators.stripe.wire.metadata import merged

_PATH = "/v1/setup_intents"
_ATTEMPTS = "/v1/setup_attempts"
_OPEN = ("requires_payment_method", "requires_confirmation", "requires_action")


class SetupIntents:
    def __init__(self, account: Account, setups: Setups, checkout: Checkout) -> None:
        self._account = account
        self._setups = setups
        self._checkout = checkout
        one = f"{_PATH}/{{id}}"
        self.endpoints = (
            Endpoint("POST", _PATH, self._create, setup_params.CREATE),
            Endpoint("GET", _PATH, self._list, setup_params.LIST),
            Endpoint("GET", one, self._retrieve, setup_params.RETRIEVE),
            Endpoint("POST", one, self._update, setup_params.UPDATE),
            Endpoint("POST", f"{one}/confirm", self._confirm, setup_params.CONFIRM),
            Endpoint("POST", f"{one}/cancel", self._cancel, setup_params.CANCEL),
            Endpoint("GET", _ATTEMPTS, self._attempts, setup_params.ATTEMPTS),
        )

    def _create(self, call: Call) -> JsonObject:
        params = {**call.params, "metadata": merged({}, call.params)}
        if "customer" in params:
            lookup.in_param(self._account, "customer", params["customer"], "customer")
        if params.get("confirm"):
            setup_params.check_return(params)
        if "payment_method" in params:
            params["payment_method"] = self._method(params["payment_method"], params)["id"]
        intent = setup_intents.create(self._account, params)
        return self._try(intent, params) if params.get("confirm") else intent

    def _retrieve(self, call: Call) -> JsonObject:
        return lookup.in_path(self._account, "setup_intent", call.id)

    def _update(self, call: Call) -> JsonObject:
        before = self._retrieve(call)
        changes = dict(call.params)
        if before["status"] not in _OPEN and "payment_method" in changes:
            raise _wrong_state(f"You cannot update this SetupIntent because {_why(before)}", before)
        if "customer" in changes:
            lookup.in_param(self._account, "customer", changes["customer"], "customer")
        after = {**before, **changes, "metadata": merged(before["metadata"], changes)}
        after["payment_method_types"] = method_types.offered("eur", method_types.chosen(after))
        if "payment_method" in changes:
            method = self._method(changes["payment_method"], after)
            after |= {"payment_method": method["id"], "status": "requires_confirmation"}
        return self._account.store.save(after)

    def _confirm(self, call: Call) -> JsonObject:
        return self._try(self._retrieve(call), call.params)

    def _cancel(self, call: Call) -> JsonObject:
        intent = self._retrieve(call)
        if intent["status"] == "canceled":
            message = "You cannot cancel this SetupIntent because it is already canceled."
            raise _wrong_state(message, intent)
        if intent["status"] not in _OPEN:
            raise _wrong_state(
                "You cannot cancel this SetupIntent because it has a status of"
                f" {intent['status']}. Only a SetupIntent with one of the following statuses may"
                f" be canceled: `{_OPEN[0]}`, `{_OPEN[1]}`, or `{_OPEN[2]}`.",
                intent,
            )
        return self._setups.cancel(intent, call.params.get("cancellation_reason"))

    def _list(self, call: Call) -> JsonObject:
        rows = self._account.store.newest_first("setup_intent")
        return page(where(rows, call.params, "customer", "payment_method"), call.params, _PATH)

    def _attempts(self, call: Call) -> JsonObject:
        lookup.in_param(self._account, "setup_intent", call.params["setup_intent"], "setup_intent")
        rows = self._account.store.newest_first("setup_attempt")
        return page(where(rows, call.params, "setup_intent"), call.params, _ATTEMPTS)

    def _method(self, key: str, owner: JsonObject) -> JsonObject:
        method = payment_methods.find(self._account, key, "payment_method")
        saving.check_owner(method, owner.get("customer"), "SetupIntent")
        return method

    def _try(self, intent: JsonObject, params: JsonObject) -> JsonObject:
        key = params.get("payment_method", intent["payment_method"])
        if key is None:
            raise _wrong_state(
                "You cannot confirm this SetupIntent because it's missing a payment method. You"
                " can either update the SetupIntent with a payment method and then confirm it"
                " again, or confirm it again directly with a payment method or ConfirmationToken.",
                intent,
            )
        if intent["status"] not in _OPEN:
            message = f"You cannot confirm this SetupIntent because {_why(intent)}"
            raise _wrong_state(message, intent)
        method = self._method(key, intent)
        challenge = Challenge(self._checkout.challenge_url(intent), params.get("return_url"))
        intent = self._setups.confirm(intent, method, challenge)
        if intent["last_setup_error"] is not None:
            raise _refused(intent)
        return intent


def _why(intent: JsonObject) -> str:
    if intent["status"] == "succeeded":
        return "it has already succeeded."
    return f"it has a status of {intent['status']}."


def _wrong_state(message: str, intent: JsonObject) -> StripeError:
    code = "setup_intent_unexpected_state"
    details = {"setup_intent": intent}
    return StripeError(400, "invalid_request_error", message, code, details=details)


def _refused(intent: JsonObject) -> StripeError:
    """402, with the intent as it is after the attempt."""
    last = intent["last_setup_error"]
    own = {"code", "message", "type"}
    details = {name: value for name, value in last.items() if name not in own}
    details["setup_intent"] = intent
    status = 402 if last["type"] == "card_error" else 400
    return errors.StripeError(status, last["type"], last["message"], last["code"], details=details)
