"""Payouts: from the balance to the shop's bank account, by hand or every day."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any, Literal

from emulators.stripe.account import Account
from emulators.stripe.payments.ledger import Entry, Ledger
from emulators.stripe.store import JsonObject

LEAVES_AFTER = timedelta(days=1)
ARRIVES_AFTER = timedelta(days=2)
_DAILY = "payout.daily"
_LEAVE = "payout.leave"
_ARRIVE = "payout.arrive"
_UNDER_WAY = {"pending", "in_transit"}
_NO_ACCOUNT = "Your bank account details on file are probably incorrect."


class Payouts:
    def __init__(self, account: Account, ledger: Ledger) -> None:
        self._account = account
        self._ledger = ledger
        account.agenda.on(_DAILY, self._pay_out_all)
        account.agenda.on(_LEAVE, self._leave)
        account.agenda.on(_ARRIVE, self._arrive)
        ledger.watch(self._plan)

    def is_daily(self) -> bool:
        kept = self._account.store.find("account", "payout_schedule")
        return kept is None or kept["interval"] == "daily"

    def choose(self, interval: Literal["daily", "manual"]) -> None:
        self._account.store.put("account", "payout_schedule", {"interval": interval})

    def create(self, amount: int, currency: str, params: JsonObject) -> JsonObject:
        """A payout of money that is there. It leaves the balance at once."""
        payout = self._save(self._fresh(amount, currency, params))
        payout = self._book(payout, "payout", -amount, "balance_transaction")
        self._account.later(_LEAVE, payout["id"], LEAVES_AFTER)
        self._account.later(_ARRIVE, payout["id"], ARRIVES_AFTER)
        self._account.events.emit("payout.created", payout)
        return payout

    def update(self, payout: JsonObject, **changes: Any) -> JsonObject:
        after = self._save(payout, **changes)
        self._account.events.emit("payout.updated", after, payout)
        return after

    def cancel(self, payout: JsonObject) -> JsonObject:
        payout = self._give_back(payout, "payout_cancel")
        payout = self._save(payout, status="canceled")
        self._account.events.emit("payout.canceled", payout)
        return payout

    def fail(self, payout: JsonObject) -> JsonObject:
        """The bank sends the money back."""
        payout = self._give_back(payout, "payout_failure")
        failure = {"failure_code": "no_account", "failure_message": _NO_ACCOUNT}
        payout = self._save(payout, status="failed", **failure)
        self._account.events.emit("payout.failed", payout)
        return payout

    def reverse(self, payout: JsonObject, metadata: JsonObject) -> JsonObject:
        """Fetch a paid payout back: a payout of less than nothing."""
        params = {"metadata": metadata, "original_payout": payout["id"]}
        back = self.create(-payout["amount"], payout["currency"], params)
        self.update(payout, reversed_by=back["id"])
        return back

    def transactions(self, payout_id: str) -> list[JsonObject]:
        """What an automatic payout pays out, and its own transaction; newest first."""
        kept = self._account.store.find("payout_content", payout_id) or {"transactions": []}
        wanted = {*kept["transactions"]}
        rows = self._account.store.newest_first("balance_transaction")
        return [row for row in rows if row["id"] in wanted or row["source"] == payout_id]

    def _plan(self, currency: str) -> None:
        """Money has come: pay out at the next midnight, unless the shop does that by hand."""
        if self.is_daily() and not self._account.agenda.has(_DAILY, currency):
            self._account.agenda.add(_DAILY, currency, _next_midnight(self._account.clock.now()))

    def _pay_out_all(self, currency: str) -> None:
        paid = set[str]()
        for _, content in self._account.store.items("payout_content"):
            paid.update(content["transactions"])
        rows = self._ledger.transactions(currency, "available")
        unpaid = [row for row in rows if row["id"] not in paid]
        amount = sum(row["net"] for row in unpaid)
        if amount <= 0 or not self.is_daily():
            return
        payout = self.create(amount, currency, {"automatic": True})
        ids = [row["id"] for row in unpaid] + [payout["balance_transaction"]]
        self._account.store.put("payout_content", payout["id"], {"transactions": ids})

    def _leave(self, payout_id: str) -> None:
        payout = self._account.store.get("payout", payout_id)
        if payout["status"] != "pending":
            return
        payout = self.update(payout, status="in_transit")
        if payout["automatic"]:
            payout = self._save(payout, reconciliation_status="completed")
            self._account.events.emit("payout.reconciliation_completed", payout)

    def _arrive(self, payout_id: str) -> None:
        payout = self._account.store.get("payout", payout_id)
        if payout["status"] in _UNDER_WAY:
            trace = {"status": "supported", "value": self._account.ids.digits(16)}
            payout = self._save(payout, status="paid", trace_id=trace)
            self._account.events.emit("payout.paid", payout)

    def _give_back(self, payout: JsonObject, kind: str) -> JsonObject:
        return self._book(payout, kind, payout["amount"], "failure_balance_transaction")

    def _book(self, payout: JsonObject, kind: str, amount: int, field: str) -> JsonObject:
        entry = Entry(
            type=kind,
            category="payout" if kind == "payout" else "payout_reversal",
            source=payout["id"],
            amount_minor=amount,
            currency=payout["currency"],
            description=payout["description"] or "STRIPE PAYOUT",
            is_available=True,
        )
        return self._save(payout, **{field: self._ledger.enter(entry)["id"]})

    def _fresh(self, amount: int, currency: str, params: JsonObject) -> JsonObject:
        now = self._account.clock.now()
        is_automatic = params.get("automatic", False)
        return {
            "id": self._account.ids.new("po"),
            "object": "payout",
            "amount": amount,
            "application_fee": None,
            "application_fee_amount": None,
            "arrival_date": int(_midnight(now + ARRIVES_AFTER).timestamp()),
            "automatic": is_automatic,
            "balance_transaction": None,
            "created": int(now.timestamp()),
            "currency": currency,
            "description": "STRIPE PAYOUT" if is_automatic else None,
            "destination": self.bank_account(),
            "failure_balance_transaction": None,
            "failure_code": None,
            "failure_message": None,
            "livemode": False,
            "metadata": {},
            "method": "standard",
            "original_payout": None,
            "payout_method": None,
            "reconciliation_status": "in_progress" if is_automatic else "not_applicable",
            "reversed_by": None,
            "source_type": "card",
            "statement_descriptor": None,
            "status": "pending",
            "trace_id": {"status": "pending", "value": None},
            "type": "bank_account",
            **params,
        }

    def bank_account(self) -> str:
        """The id of the one account that payouts go to."""
        kept = self._account.store.find("account", "bank_account")
        if kept is None:
            fresh = {"id": self._account.ids.new("ba")}
            kept = self._account.store.put("account", "bank_account", fresh)
        return str(kept["id"])

    def _save(self, payout: JsonObject, **changes: Any) -> JsonObject:
        return self._account.store.save({**payout, **changes})


def _midnight(instant: datetime) -> datetime:
    return instant.replace(hour=0, minute=0, second=0, microsecond=0)


def _next_midnight(instant: datetime) -> datetime:
    return _midnight(instant) + timedelta(days=1)
