"""Cash balances: money that customers have transferred and not spent yet."""

from __future__ import annotations

from emulators.stripe.account import Account
from emulators.stripe.store import JsonObject

_KIND = "cash_balance"
_TRANSACTION = "customer_cash_balance_transaction"


class Cash:
    def __init__(self, account: Account) -> None:
        self._account = account

    def balance(self, customer_id: str) -> JsonObject:
        """What `GET /v1/customers/{id}/cash_balance` answers."""
        return self._account.store.find(_KIND, customer_id) or {
            "object": _KIND,
            "available": None,
            "customer": customer_id,
            "customer_account": None,
            "livemode": False,
            "settings": {"reconciliation_mode": "automatic", "using_merchant_default": True},
        }

    def settle_by(self, customer_id: str, mode: str) -> JsonObject:
        """`automatic`, `manual` or `merchant_default`, which is automatic."""
        is_default = mode == "merchant_default"
        settings = {
            "reconciliation_mode": "automatic" if is_default else mode,
            "using_merchant_default": is_default,
        }
        return self._save({**self.balance(customer_id), "settings": settings})

    def is_automatic(self, customer_id: str) -> bool:
        settings = self.balance(customer_id)["settings"]
        return bool(settings["reconciliation_mode"] == "automatic")

    def available_minor(self, customer_id: str, currency: str) -> int:
        return int((self.balance(customer_id)["available"] or {}).get(currency, 0))

    def move(self, customer_id: str, currency: str, by_minor: int, about: JsonObject) -> JsonObject:
        """Book on the balance, and tell of it. `about`: `type` and the hash of that name."""
        balance = self.balance(customer_id)
        ending = self.available_minor(customer_id, currency) + by_minor
        available = {**(balance["available"] or {}), currency: ending}
        self._save({**balance, "available": available})
        transaction = self._account.store.save(
            {
                "id": self._account.ids.new("ccsbtxn"),
                "object": _TRANSACTION,
                "created": self._account.now(),
                "currency": currency,
                "customer": customer_id,
                "customer_account": None,
                "ending_balance": ending,
                "livemode": False,
                "net_amount": by_minor,
                **about,
            }
        )
        self._account.events.emit(f"{_TRANSACTION}.created", transaction)
        return transaction

    def tell_of_funds(self, customer_id: str) -> None:
        """There is money that nothing has used up by itself."""
        self._account.events.emit("cash_balance.funds_available", self.balance(customer_id))

    def transactions(self, customer_id: str) -> list[JsonObject]:
        """Newest first."""
        rows = self._account.store.newest_first(_TRANSACTION)
        return [row for row in rows if row["customer"] == customer_id]

    def _save(self, balance: JsonObject) -> JsonObject:
        return self._account.store.put(_KIND, balance["customer"], balance)
