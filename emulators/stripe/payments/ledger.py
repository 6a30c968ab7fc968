"""The books: every movement of money is a balance transaction, pending or available."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from emulators.stripe.account import Account
from emulators.stripe.store import JsonObject

AVAILABLE_AFTER = timedelta(days=7)
"""A new account's schedule in most of Europe; the instant is cut to midnight UTC."""
DEFAULT_CURRENCY = "eur"
"""What a balance of nothing is told in."""
_RELEASE = "balance.release"


@dataclass(frozen=True, slots=True)
class Entry:
    """One movement, before it is in the books. `amount_minor` is negative for money that leaves."""

    type: str
    category: str
    """Stripe's `reporting_category`."""
    source: str
    """The object behind it."""
    amount_minor: int
    currency: str
    description: str | None
    fee_minor: int = 0
    fee_for: str = "Stripe processing fees"
    is_available: bool = False
    """At once, without the days of waiting."""


class Ledger:
    def __init__(self, account: Account) -> None:
        self._account = account
        self._watchers: list[Callable[[str], None]] = []
        account.agenda.on(_RELEASE, self._release)

    def watch(self, watcher: Callable[[str], None]) -> None:
        """Call `watcher(currency)` whenever money has become available."""
        self._watchers.append(watcher)

    def enter(self, entry: Entry) -> JsonObject:
        """Save the movement; the balance transaction."""
        now = self._account.now()
        transaction = self._account.store.save(
            {
                "id": self._account.ids.new("txn"),
                "object": "balance_transaction",
                "amount": entry.amount_minor,
                "available_on": now if entry.is_available else self._midnight_after_the_wait(),
                "balance_type": "payments",
                "created": now,
                "currency": entry.currency,
                "description": entry.description,
                "exchange_rate": None,
                "fee": entry.fee_minor,
                "fee_details": _fee_details(entry),
                "net": entry.amount_minor - entry.fee_minor,
                "reporting_category": entry.category,
                "source": entry.source,
                "status": "available" if entry.is_available else "pending",
                "type": entry.type,
            }
        )
        if entry.is_available:
            self._tell([transaction])
        else:
            day = transaction["available_on"]
            self._account.agenda.add(_RELEASE, str(day), datetime.fromtimestamp(day, UTC))
        return transaction

    def transactions(self, currency: str, status: str) -> list[JsonObject]:
        """Oldest first."""
        rows = [row for _, row in self._account.store.items("balance_transaction")]
        return [row for row in rows if (row["currency"], row["status"]) == (currency, status)]

    def total_minor(self, currency: str, status: str) -> int:
        return sum(row["net"] for row in self.transactions(currency, status))

    def balance(self) -> JsonObject:
        """What `GET /v1/balance` answers."""
        rows = self._account.store.items("balance_transaction")
        currencies = sorted({row["currency"] for _, row in rows}) or [DEFAULT_CURRENCY]
        nothing = [{"amount": 0, "currency": currency} for currency in currencies]
        return {
            "object": "balance",
            "available": [self._sum(currency, "available") for currency in currencies],
            "connect_reserved": nothing,
            "livemode": False,
            "pending": [self._sum(currency, "pending") for currency in currencies],
            "refund_and_dispute_prefunding": {"available": nothing, "pending": nothing},
        }

    def _sum(self, currency: str, status: str) -> JsonObject:
        amount = self.total_minor(currency, status)
        return {"amount": amount, "currency": currency, "source_types": {"card": amount}}

    def _midnight_after_the_wait(self) -> int:
        due = self._account.clock.now() + AVAILABLE_AFTER
        return int(due.replace(hour=0, minute=0, second=0, microsecond=0).timestamp())

    def _release(self, day: str) -> None:
        """Everything that waited for this midnight, in one go."""
        due = [
            row
            for _, row in self._account.store.items("balance_transaction")
            if row["status"] == "pending" and row["available_on"] <= int(day)
        ]
        self._tell([self._account.store.save({**row, "status": "available"}) for row in due])

    def _tell(self, transactions: list[JsonObject]) -> None:
        """Only money that comes is news."""
        currencies = sorted({row["currency"] for row in transactions if row["net"] > 0})
        if currencies:
            self._account.events.emit("balance.available", self.balance())
        for currency in currencies:
            for watcher in self._watchers:
                watcher(currency)


def _fee_details(entry: Entry) -> list[JsonObject]:
    if not entry.fee_minor:
        return []
    return [
        {
            "amount": entry.fee_minor,
            "application": None,
            "currency": entry.currency,
            "description": entry.fee_for,
            "type": "stripe_fee",
        }
    ]
