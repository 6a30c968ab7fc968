"""What becomes of a payment that went through, by the card it was made with."""

from __future__ import annotations

from emulators.stripe.account import Account
from emulators.stripe.payments import cards, dispute_cases
from emulators.stripe.payments.disputes import Disputes
from emulators.stripe.payments.fraud_warnings import FraudWarnings
from emulators.stripe.payments.published_cards import Fate
from emulators.stripe.store import JsonObject


class Aftermath:
    def __init__(self, account: Account, disputes: Disputes, warnings: FraudWarnings) -> None:
        self._account = account
        self._disputes = disputes
        self._warnings = warnings

    def of_payment(self, charge: JsonObject) -> None:
        """Called once, when the money has been taken and all have been told."""
        secret = self._account.store.get("instrument", charge["payment_method"])["number"]
        fate = cards.fate(secret)
        if fate is Fate.WARNED:
            self._warnings.issue(charge)
        cases = dispute_cases.BY_FATE.get(fate, ())
        left = charge["amount_captured"]
        for position, case in enumerate(cases):
            amount = left // (len(cases) - position)
            left -= amount
            self._disputes.open(charge, case, amount)

    def of_refund(self, charge: JsonObject) -> None:
        self._disputes.follow_refund(charge)
        self._warnings.settle(charge)
