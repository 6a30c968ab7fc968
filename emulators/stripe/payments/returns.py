"""Sending a cash balance back: the customer is asked by mail for the account to send it to."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from emulators.stripe.account import Account
from emulators.stripe.payments import refund_shape
from emulators.stripe.payments.cash import Cash
from emulators.stripe.payments.virtual_accounts import TYPE_OF
from emulators.stripe.store import JsonObject

ANSWER_WITHIN = timedelta(days=45)
ARRIVES_AFTER = timedelta(days=1)
_EXPIRE = "return.expire"
_ARRIVE = "return.arrive"
_ASKS = "requires_action"


class Returns:
    """Refunds without a charge: `requires_action`, then `pending`, then `succeeded`."""

    def __init__(self, account: Account, cash: Cash) -> None:
        self._account = account
        self._cash = cash
        account.agenda.on(_EXPIRE, self.expire)
        account.agenda.on(_ARRIVE, self._arrive)

    def create(
        self, customer_id: str, amount: int, currency: str, details: JsonObject
    ) -> JsonObject:
        """`details`: `instructions_email`, `metadata` and `reason`. The balance must have it."""
        now = self._account.now()
        email = details["instructions_email"]
        action = {
            "display_details": {
                "email_sent": {"email_sent_at": now, "email_sent_to": email},
                "expires_at": now + int(ANSWER_WITHIN.total_seconds()),
            },
            "type": "display_details",
        }
        fields = {
            **details,
            "amount": amount,
            "currency": currency,
            "customer": customer_id,
            "destination_details": refund_shape.by_transfer(TYPE_OF[currency]),
            "next_action": action,
            "status": _ASKS,
        }
        refund = refund_shape.create(self._account, "pyr", fields)
        self._move(refund, -amount, "return_initiated")
        self._account.events.emit("refund.created", refund)
        self._account.later(_EXPIRE, refund["id"], ANSWER_WITHIN)
        return refund

    def answer(self, refund: JsonObject) -> JsonObject:
        """The customer has named an account."""
        after = self._change(refund, status="pending", next_action=None)
        self._account.later(_ARRIVE, refund["id"], ARRIVES_AFTER)
        return after

    def cancel(self, refund: JsonObject) -> JsonObject:
        after = self._change(refund, status="canceled", next_action=None)
        self._move(after, refund["amount"], "return_canceled")
        return after

    def expire(self, refund_id: str) -> None:
        """Nobody has answered: the money stays on the balance."""
        refund = self._account.store.get("refund", refund_id)
        if refund["status"] != _ASKS:
            return
        after = self._change(refund, status="failed", failure_reason="unknown", next_action=None)
        self._move(after, refund["amount"], "return_canceled")
        self._account.events.emit("refund.failed", after)

    def _arrive(self, refund_id: str) -> None:
        refund = self._account.store.get("refund", refund_id)
        known = {"reference": self._account.ids.digits(12), "reference_status": "available"}
        way = refund["destination_details"]["type"]
        self._change(refund, status="succeeded", destination_details={way: known, "type": way})

    def _move(self, refund: JsonObject, by_minor: int, kind: str) -> None:
        self._cash.move(refund["customer"], refund["currency"], by_minor, {"type": kind})

    def _change(self, refund: JsonObject, **changes: Any) -> JsonObject:
        after = self._account.store.save({**refund, **changes})
        self._account.events.emit("refund.updated", after, refund)
        return after


def can_answer(refund: JsonObject) -> bool:
    return bool(refund["status"] == _ASKS)
