"""The life of a PaymentIntent: confirm, authenticate, capture, cancel."""

from __future__ import annotations

from dataclasses import dataclass

from emulators.stripe.account import Account
from emulators.stripe.payments import cards, charges, declines, methods
from emulators.stripe.payments.balance import Balance
from emulators.stripe.payments.debits import Debits
from emulators.stripe.payments.declines import Decline
from emulators.stripe.payments.outcomes import Outcomes
from emulators.stripe.store import JsonObject


@dataclass(frozen=True, slots=True)
class Challenge:
    """Where the buyer can authenticate, and where to go from there."""

    url: str
    return_url: str | None


class Payments:
    """Changes intents and their charges, and tells of every change.

    A confirmation that fails raises nothing: the intent comes back with
    `requires_payment_method` and its `last_payment_error`.
    """

    def __init__(self, account: Account, balance: Balance) -> None:
        self.outcomes = Outcomes(account)
        self._account = account
        self._balance = balance
        self._debits = Debits(account, balance, self.outcomes)

    def confirm(
        self, intent: JsonObject, method: JsonObject, challenge: Challenge | None
    ) -> JsonObject:
        """Try to take the money. None as the challenge: nobody is there to authenticate."""
        fresh = {"payment_method": method["id"], "last_payment_error": None, "next_action": None}
        intent = self.outcomes.save(intent, **fresh)
        if method["type"] == "sepa_debit":
            return self._debits.start(intent, method)
        card = cards.by_number(methods.secret_number(self._account, method))
        if not card.asks_the_bank:
            return self._charge(intent, method, card.decline)
        if challenge is None:
            return self._charge(intent, method, declines.NEEDS_AUTHENTICATION)
        redirect = {"return_url": challenge.return_url, "url": challenge.url}
        action = {"redirect_to_url": redirect, "type": "redirect_to_url"}
        intent = self.outcomes.save(intent, status="requires_action", next_action=action)
        self._account.events.emit("payment_intent.requires_action", intent)
        return intent

    def authenticate(self, intent: JsonObject, *, succeeds: bool) -> JsonObject:
        """The buyer's answer to the challenge of an intent that `requires_action`."""
        method = self._account.store.get("payment_method", intent["payment_method"])
        intent = self.outcomes.save(intent, next_action=None)
        if not succeeds:
            return self.outcomes.fail(intent, method, declines.NOT_AUTHENTICATED, None)
        self._account.store.put("authenticated", method["id"], {"intent": intent["id"]})
        card = cards.by_number(methods.secret_number(self._account, method))
        return self._charge(intent, method, card.decline)

    def capture(self, intent: JsonObject, amount: int) -> JsonObject:
        """Take `amount` of what is held; the rest is released."""
        held = self._account.store.get("charge", intent["latest_charge"])
        charge = self._account.store.save({**held, "amount_captured": amount, "captured": True})
        self._balance.book_later(charge)
        self._account.events.emit("charge.captured", charge)
        return self.outcomes.succeed(intent, charge)

    def cancel(self, intent: JsonObject, reason: str | None) -> JsonObject:
        intent = self.outcomes.save(
            intent,
            status="canceled",
            amount_capturable=0,
            canceled_at=self._account.now(),
            cancellation_reason=reason,
            next_action=None,
        )
        self._account.events.emit("payment_intent.canceled", intent)
        return intent

    def _charge(
        self, intent: JsonObject, method: JsonObject, decline: Decline | None
    ) -> JsonObject:
        if decline is not None:
            charge = charges.create(self._account, intent, method, "failed", decline)
            self._account.events.emit("charge.failed", charge)
            return self.outcomes.fail(intent, method, decline, charge["id"])
        charge = charges.create(self._account, intent, method, "succeeded")
        if intent["capture_method"] == "automatic":
            charge = self._balance.book(charge)
        elif intent["capture_method"] == "automatic_async":
            self._balance.book_later(charge)
        self._account.events.emit("charge.succeeded", charge)
        if intent["capture_method"] == "manual":
            return self._hold(intent, charge)
        return self.outcomes.succeed(intent, charge)

    def _hold(self, intent: JsonObject, charge: JsonObject) -> JsonObject:
        amount, charge_id = charge["amount"], charge["id"]
        intent = self.outcomes.save(
            intent, status="requires_capture", amount_capturable=amount, latest_charge=charge_id
        )
        return self.outcomes.finish("payment_intent.amount_capturable_updated", intent)
