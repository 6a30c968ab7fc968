"""What a charge brings: a balance transaction with its fee, at once or a moment later."""

from __future__ import annotations

from datetime import timedelta

from emulators.stripe.account import Account
from emulators.stripe.payments import cards, fees
from emulators.stripe.payments.ledger import Entry, Ledger
from emulators.stripe.payments.published_cards import Fate
from emulators.stripe.store import JsonObject

BOOKED_AFTER = timedelta(seconds=1)
"""How long after an asynchronous capture the transaction appears."""
_BOOK = "balance.book"


class Balance:
    def __init__(self, account: Account, ledger: Ledger) -> None:
        self._account = account
        self._ledger = ledger
        account.agenda.on(_BOOK, self._book_and_tell)

    def book_later(self, charge: JsonObject) -> None:
        """`charge.updated` will bring the transaction, unless the card is one that pays at once."""
        if self._fate(charge) is Fate.AVAILABLE_AT_ONCE:
            self._book_and_tell(charge["id"])
        else:
            self._account.later(_BOOK, charge["id"], BOOKED_AFTER)

    def book(self, charge: JsonObject) -> JsonObject:
        """Save the charge's transaction; the charge as it is then."""
        amount = charge["amount_captured"]
        method_type = charge["payment_method_details"]["type"]
        transaction = self._ledger.enter(
            Entry(
                type="charge" if method_type == "card" else "payment",
                category="charge",
                source=charge["id"],
                amount_minor=amount,
                currency=charge["currency"],
                description=charge["description"],
                fee_minor=fees.fee(method_type, charge["currency"]).of(amount),
                is_available=self._fate(charge) is Fate.AVAILABLE_AT_ONCE,
            )
        )
        return self._account.store.save({**charge, "balance_transaction": transaction["id"]})

    def _fate(self, charge: JsonObject) -> Fate:
        secret = self._account.store.find("instrument", charge["payment_method"])
        return cards.fate(secret["number"]) if secret else Fate.NONE

    def _book_and_tell(self, charge_id: str) -> None:
        charge = self._account.store.get("charge", charge_id)
        self._account.events.emit("charge.updated", self.book(charge), before=charge)
