"""The life of a PaymentIntent: confirm, authenticate, capture, cancel."""

from __future__ import annotations

from dataclasses import dataclass

from emulators.stripe.account import Account
from emulators.stripe.payments import cards, charges, declines, methods, saving
from emulators.stripe.payments.aftermath import Aftermath
from emulators.stripe.payments.balance import Balance
from emulators.stripe.payments.bank_accounts import SCHEMES
from emulators.stripe.payments.cash import Cash
from emulators.stripe.payments.debits import Debits
from emulators.stripe.payments.declines import Decline
from emulators.stripe.payments.methods import CashBalance
from emulators.stripe.payments.outcomes import Outcomes
from emulators.stripe.payments.refunds import Refunds
from emulators.stripe.payments.transfers import Transfers
from emulators.stripe.store import JsonObject

_EXPIRE = "payment.expire"


@dataclass(frozen=True, slots=True)
class Challenge:
    """Where the buyer can authenticate, and where to go from there."""

    url: str
    return_url: str | None

    def action(self) -> JsonObject:
        """An intent's `next_action`."""
        redirect = {"return_url": self.return_url, "url": self.url}
        return {"redirect_to_url": redirect, "type": "redirect_to_url"}


class Payments:
    """Changes intents and their charges, and tells of every change.

    A confirmation that fails raises nothing: the intent comes back with
    `requires_payment_method` and its `last_payment_error`.
    """

    def __init__(
        self, account: Account, cash: Cash, balance: Balance, refunds: Refunds, aftermath: Aftermath
    ) -> None:
        self.outcomes = Outcomes(account)
        self.transfers = Transfers(account, cash, balance, self.outcomes, aftermath)
        self._account = account
        self._balance = balance
        self._refunds = refunds
        self._aftermath = aftermath
        self._debits = Debits(account, balance, self.outcomes, aftermath)
        account.agenda.on(_EXPIRE, self._expire)

    def confirm(
        self, intent: JsonObject, method: JsonObject, challenge: Challenge | None
    ) -> JsonObject:
        """Try to take the money. None as the challenge: nobody is there to authenticate."""
        fresh = {"payment_method": method["id"], "last_payment_error": None, "next_action": None}
        intent = self.outcomes.save(intent, **fresh)
        if method["type"] in SCHEMES:
            return self._debits.start(intent, method)
        if method["type"] == CashBalance.kind:
            return self.transfers.start(intent, challenge.url if challenge else None)
        card = cards.by_number(methods.secret_number(self._account, method))
        was_here = saving.is_authenticated(self._account, method, intent)
        is_off_session = challenge is None
        if was_here or not saving.must_authenticate(
            self._account, method, is_off_session=is_off_session
        ):
            return self._charge(intent, method, card.decline)
        if challenge is None:
            return self._charge(intent, method, declines.NEEDS_AUTHENTICATION)
        action = challenge.action()
        intent = self.outcomes.save(intent, status="requires_action", next_action=action)
        self._account.events.emit("payment_intent.requires_action", intent)
        return intent

    def authenticate(self, intent: JsonObject, *, succeeds: bool) -> JsonObject:
        """The buyer's answer to the challenge of an intent that `requires_action`."""
        method = self._account.store.get("payment_method", intent["payment_method"])
        intent = self.outcomes.save(intent, next_action=None)
        if not succeeds:
            return self.outcomes.fail(intent, method, declines.NOT_AUTHENTICATED, None)
        saving.authenticated(self._account, method, intent)
        if intent["confirmation_method"] == "manual":  # the shop confirms once more
            return self.outcomes.save(intent, status="requires_confirmation")
        card = cards.by_number(methods.secret_number(self._account, method))
        return self._charge(intent, method, card.decline)

    def capture(self, intent: JsonObject, amount: int) -> JsonObject:
        """Take `amount` of what is held; the rest is released."""
        held = self._account.store.get("charge", intent["latest_charge"])
        taken = {"amount_captured": amount, "captured": True}
        released = {"amount_refunded": held["amount"] - amount}
        charge = self._account.store.save({**held, **taken, **released})
        if intent["capture_method"] == "manual":
            charge = self._balance.book(charge)
        self._account.events.emit("charge.captured", charge)
        intent = self.outcomes.succeed(intent, charge)
        self._aftermath.of_payment(charge)
        return intent

    def cancel(self, intent: JsonObject, reason: str | None) -> JsonObject:
        """Money that is held is let go, and what was transferred so far is given back."""
        self.transfers.let_go(intent)
        if intent["status"] == "requires_capture":
            held = self._account.store.get("charge", intent["latest_charge"])
            self._account.events.emit("charge.refunded", self._refunds.release(held, None))
        return self._end(intent, reason)

    def _expire(self, intent_id: str) -> None:
        """Nobody captured: the bank does not hold the money any longer."""
        intent = self._account.store.get("payment_intent", intent_id)
        if intent["status"] != "requires_capture":
            return
        held = self._account.store.get("charge", intent["latest_charge"])
        charge = self._refunds.release(held, "expired_uncaptured_charge")
        self._account.events.emit("charge.expired", charge)
        self._end(intent, "automatic")

    def _end(self, intent: JsonObject, reason: str | None) -> JsonObject:
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
        self._account.events.emit("charge.succeeded", charge)
        if intent["capture_method"] == "automatic_async":
            self._balance.book_later(charge)
        saving.keep(self._account, intent, method)
        if intent["capture_method"] == "manual":
            return self._hold(intent, charge)
        intent = self.outcomes.succeed(intent, charge)
        self._aftermath.of_payment(charge)
        return intent

    def _hold(self, intent: JsonObject, charge: JsonObject) -> JsonObject:
        amount, charge_id = charge["amount"], charge["id"]
        intent = self.outcomes.save(
            intent, status="requires_capture", amount_capturable=amount, latest_charge=charge_id
        )
        self._account.later(_EXPIRE, intent["id"], charges.HELD_FOR)
        return self.outcomes.finish("payment_intent.amount_capturable_updated", intent)
