"""The books: a balance transaction with its fee for every charge that brought money."""

from __future__ import annotations

from datetime import timedelta

from emulators.stripe.account import Account
from emulators.stripe.payments import fees
from emulators.stripe.store import JsonObject

BOOKED_AFTER = timedelta(seconds=1)
"""How long after an asynchronous capture the transaction appears."""
AVAILABLE_AFTER = timedelta(days=7)
_BOOK = "balance.book"
_RELEASE = "balance.release"


class Balance:
    def __init__(self, account: Account) -> None:
        self._account = account
        account.agenda.on(_BOOK, self._book_and_tell)
        account.agenda.on(_RELEASE, self._release)

    def book_later(self, charge: JsonObject) -> None:
        """`charge.updated` will bring the transaction."""
        self._account.later(_BOOK, charge["id"], BOOKED_AFTER)

    def book(self, charge: JsonObject) -> JsonObject:
        """Save the charge's transaction; the charge as it is then."""
        account, amount = self._account, charge["amount_captured"]
        method_type = charge["payment_method_details"]["type"]
        fee = fees.fee(method_type, charge["currency"]).of(amount)
        transaction = account.store.save(
            {
                "id": account.ids.new("txn"),
                "object": "balance_transaction",
                "amount": amount,
                "available_on": account.now() + int(AVAILABLE_AFTER.total_seconds()),
                "balance_type": "payments",
                "created": account.now(),
                "currency": charge["currency"],
                "description": charge["description"],
                "exchange_rate": None,
                "fee": fee,
                "fee_details": _details(fee, charge["currency"]),
                "net": amount - fee,
                "reporting_category": "charge",
                "source": charge["id"],
                "status": "pending",
                "type": "charge" if method_type == "card" else "payment",
            }
        )
        account.later(_RELEASE, transaction["id"], AVAILABLE_AFTER)
        return account.store.save({**charge, "balance_transaction": transaction["id"]})

    def _book_and_tell(self, charge_id: str) -> None:
        charge = self._account.store.get("charge", charge_id)
        self._account.events.emit("charge.updated", self.book(charge), before=charge)

    def _release(self, transaction_id: str) -> None:
        transaction = self._account.store.get("balance_transaction", transaction_id)
        self._account.store.save({**transaction, "status": "available"})


def _details(fee: int, currency: str) -> list[JsonObject]:
    return [
        {
            "amount": fee,
            "application": None,
            "currency": currency,
            "description": "Stripe processing fees",
            "type": "stripe_fee",
        }
    ]
