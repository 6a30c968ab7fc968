"""Debits from a bank account: promised at once, settled days later, or not."""

from __future__ import annotations

from datetime import timedelta

from emulators.stripe.account import Account
from emulators.stripe.payments import charges, ibans, methods, saving
from emulators.stripe.payments.aftermath import Aftermath
from emulators.stripe.payments.balance import Balance
from emulators.stripe.payments.outcomes import Outcomes
from emulators.stripe.store import JsonObject

SETTLES_AFTER = timedelta(days=2)
"""Stripe: about five business days in production, minutes in test mode."""
_SETTLE = "debit.settle"


class Debits:
    def __init__(
        self, account: Account, balance: Balance, outcomes: Outcomes, aftermath: Aftermath
    ) -> None:
        self._account = account
        self._balance = balance
        self._outcomes = outcomes
        self._aftermath = aftermath
        account.agenda.on(_SETTLE, self._settle)

    def start(self, intent: JsonObject, method: JsonObject) -> JsonObject:
        charge = charges.create(self._account, intent, method, "pending")
        self._account.events.emit("charge.pending", charge)
        saving.keep(self._account, intent, method)
        intent = self._outcomes.save(intent, status="processing", latest_charge=charge["id"])
        self._account.later(_SETTLE, intent["id"], SETTLES_AFTER)
        return self._outcomes.finish("payment_intent.processing", intent)

    def _settle(self, intent_id: str) -> None:
        intent = self._account.store.get("payment_intent", intent_id)
        method = self._account.store.get("payment_method", intent["payment_method"])
        decline = ibans.decline(methods.secret_number(self._account, method))
        charge = charges.settle(self._account, intent["latest_charge"], decline)
        if decline is None:
            self._balance.book_later(charge)
            self._account.events.emit("charge.succeeded", charge)
            self._outcomes.succeed(intent, self._aftermath.of_payment(charge))
        else:
            self._account.events.emit("charge.failed", charge)
            self._outcomes.fail(intent, method, decline, charge["id"])
