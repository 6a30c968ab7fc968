"""How an attempt to pay ends, and who wants to know."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from emulators.stripe.account import Account
from emulators.stripe.payments import declines
from emulators.stripe.payments.declines import Decline
from emulators.stripe.store import JsonObject


class Outcomes:
    def __init__(self, account: Account) -> None:
        self._account = account
        self._watchers: list[Callable[[JsonObject], None]] = []

    def watch(self, watcher: Callable[[JsonObject], None]) -> None:
        """Call `watcher(intent)` after each attempt has come to a result."""
        self._watchers.append(watcher)

    def save(self, intent: JsonObject, **changes: Any) -> JsonObject:
        return self._account.store.save({**intent, **changes})

    def succeed(self, intent: JsonObject, charge: JsonObject) -> JsonObject:
        intent = self.save(
            intent,
            status="succeeded",
            amount_received=charge["amount_captured"],
            amount_capturable=0,
            latest_charge=charge["id"],
        )
        return self.finish("payment_intent.succeeded", intent)

    def fail(
        self, intent: JsonObject, method: JsonObject, decline: Decline, charge_id: str | None
    ) -> JsonObject:
        """`charge_id`: the failed charge; None if it did not come to one."""
        intent = self.save(
            intent,
            status="requires_payment_method",
            payment_method=None,
            last_payment_error=declines.payment_error(decline, charge_id, method),
            latest_charge=charge_id or intent["latest_charge"],
        )
        return self.finish("payment_intent.payment_failed", intent)

    def finish(self, event_type: str, intent: JsonObject) -> JsonObject:
        self._account.events.emit(event_type, intent)
        for watcher in self._watchers:
            watcher(intent)
        return intent
