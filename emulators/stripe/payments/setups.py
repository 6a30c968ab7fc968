"""The life of a SetupIntent: a payment method is tried and kept, and no money moves."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from emulators.stripe.account import Account
from emulators.stripe.payments import cards, declines, mandates, methods, saving, setup_intents
from emulators.stripe.payments.declines import Decline
from emulators.stripe.payments.payments import Challenge
from emulators.stripe.store import JsonObject

_FAILED_CHALLENGE = Decline(
    "setup_intent_authentication_failure",
    "",
    "The latest attempt to set up the payment method has failed because authentication failed.",
    error_type="invalid_request_error",
)


class Setups:
    """A confirmation that fails raises nothing: see the intent's `last_setup_error`."""

    def __init__(self, account: Account) -> None:
        self._account = account
        self._watchers: list[Callable[[JsonObject], None]] = []

    def watch(self, watcher: Callable[[JsonObject], None]) -> None:
        """Call `watcher(intent)` after each attempt has come to a result."""
        self._watchers.append(watcher)

    def confirm(
        self, intent: JsonObject, method: JsonObject, challenge: Challenge | None
    ) -> JsonObject:
        """Try the method. None as the challenge: nobody is there to authenticate."""
        fresh = {"payment_method": method["id"], "last_setup_error": None, "next_action": None}
        intent = self._save(intent, **fresh)
        if method["type"] != "card":
            return self._succeed(intent, method)
        is_asked = saving.must_authenticate(self._account, method, is_off_session=False)
        if is_asked and challenge is not None:
            return self._ask(intent, method, challenge)
        if is_asked:
            return self._fail(intent, method, declines.NEEDS_AUTHENTICATION)
        return self._try(intent, method)

    def authenticate(self, intent: JsonObject, *, succeeds: bool) -> JsonObject:
        """The buyer's answer to the challenge of an intent that `requires_action`."""
        method = self._account.store.get("payment_method", intent["payment_method"])
        intent = self._save(intent, next_action=None)
        if not succeeds:
            return self._fail(intent, method, _FAILED_CHALLENGE)
        saving.authenticated(self._account, method, intent)
        return self._try(intent, method)

    def cancel(self, intent: JsonObject, reason: str | None) -> JsonObject:
        changes = {"cancellation_reason": reason, "next_action": None, "status": "canceled"}
        intent = self._save(intent, **changes)
        self._account.events.emit("setup_intent.canceled", intent)
        return intent

    def _try(self, intent: JsonObject, method: JsonObject) -> JsonObject:
        card = cards.by_number(methods.secret_number(self._account, method))
        if card.decline is not None and not card.is_saved_first:
            return self._fail(intent, method, card.decline)
        return self._succeed(intent, method)

    def _ask(self, intent: JsonObject, method: JsonObject, challenge: Challenge) -> JsonObject:
        attempt = setup_intents.attempt(self._account, intent, method, "requires_action", None)
        intent = self._save(
            intent,
            latest_attempt=attempt["id"],
            next_action=challenge.action(),
            status="requires_action",
        )
        self._account.events.emit("setup_intent.requires_action", intent)
        return intent

    def _succeed(self, intent: JsonObject, method: JsonObject) -> JsonObject:
        attempt = self._record(intent, method, "succeeded", None)
        if method["type"] != "card":
            mandate = mandates.create(self._account, method)
            intent = self._save(intent, mandate=mandate["id"])
        if intent["customer"]:
            saving.attach(self._account, method, intent["customer"])
        intent = self._save(intent, latest_attempt=attempt["id"], status="succeeded")
        return self._finish("setup_intent.succeeded", intent)

    def _fail(self, intent: JsonObject, method: JsonObject, decline: Decline) -> JsonObject:
        error = declines.setup_error(decline, method)
        attempt = self._record(intent, method, "failed", error)
        intent = self._save(
            intent,
            last_setup_error=error,
            latest_attempt=attempt["id"],
            payment_method=None,
            status="requires_payment_method",
        )
        return self._finish("setup_intent.setup_failed", intent)

    def _record(
        self, intent: JsonObject, method: JsonObject, status: str, error: JsonObject | None
    ) -> JsonObject:
        """The attempt that ends here may be the one that was waiting for the buyer."""
        ended = setup_intents.attempt(self._account, intent, method, status, error)
        waiting = self._account.store.find("setup_attempt", intent["latest_attempt"] or "")
        if waiting is None or waiting["status"] != "requires_action":
            return ended
        self._account.store.delete("setup_attempt", ended["id"])
        same = {"id": waiting["id"], "created": waiting["created"]}
        return self._account.store.save({**ended, **same})

    def _finish(self, event_type: str, intent: JsonObject) -> JsonObject:
        self._account.events.emit(event_type, intent)
        for watcher in self._watchers:
            watcher(intent)
        return intent

    def _save(self, intent: JsonObject, **changes: Any) -> JsonObject:
        return self._account.store.save({**intent, **changes})
