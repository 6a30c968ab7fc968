"""Debits from a bank account: promised at once, settled days later, or not."""

from __future__ import annotations

from emulators.stripe.account import Account
from emulators.stripe.payments import bank_accounts, charges, methods, saving
from emulators.stripe.payments.aftermath import Aftermath
from emulators.stripe.payments.balance import Balance
from emulators.stripe.payments.outcomes import Outcomes
from emulators.stripe.store import JsonObject

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
        scheme = bank_accounts.SCHEMES[method["type"]]
        self._account.later(_SETTLE, intent["id"], scheme.settles_after)
        return self._outcomes.finish("payment_intent.processing", intent)

    def _settle(self, intent_id: str) -> None:
        intent = self._account.store.get("payment_intent", intent_id)
        method = self._account.store.get("payment_method", intent["payment_method"])
        secret = methods.secret_number(self._account, method)
        decline = bank_accounts.decline(method["type"], secret)
        charge = charges.settle(self._account, intent["latest_charge"], decline)
        if decline is None:
            self._balance.book_later(charge)
            self._account.events.emit("charge.succeeded", charge)
            self._outcomes.succeed(intent, charge)
            self._aftermath.of_payment(charge)
        else:
            self._account.events.emit("charge.failed", charge)
            self._outcomes.fail(intent, method, decline, charge["id"])
