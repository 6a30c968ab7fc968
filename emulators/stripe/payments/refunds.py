"""The life of a refund: mostly over at once, sometimes pending, sometimes undone by the bank."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from emulators.stripe.account import Account
from emulators.stripe.payments import cards, presentment, refund_shape
from emulators.stripe.payments.cash import Cash
from emulators.stripe.payments.ledger import Entry, Ledger
from emulators.stripe.payments.published_cards import Fate
from emulators.stripe.store import JsonObject

REFERENCE_AFTER = timedelta(seconds=5)
"""When the card network's reference of a refund is known."""
BANK_ANSWERS_AFTER = timedelta(minutes=1)
"""Stripe says "some time later"."""
CANCELABLE_FOR = timedelta(minutes=30)
"""How long test mode lets the Dashboard call a refund back."""
_REFERENCE = "refund.reference"
_ANSWER = "refund.answer"
OVER = {"failed", "canceled"}


class Refunds:
    def __init__(self, account: Account, ledger: Ledger, cash: Cash) -> None:
        self._account = account
        self._ledger = ledger
        self._cash = cash
        self._watchers: list[Callable[[JsonObject], None]] = []
        account.agenda.on(_REFERENCE, self._learn_reference)
        account.agenda.on(_ANSWER, self._hear_from_the_bank)

    def watch(self, watcher: Callable[[JsonObject], None]) -> None:
        """Call `watcher(charge)` after each refund that was made."""
        self._watchers.append(watcher)

    def create(self, charge: JsonObject, amount: int, details: JsonObject) -> JsonObject:
        """Give back `amount` of a charge that has as much. `details`: `reason`, `metadata`."""
        fate = self._fate(charge)
        refund = self._save_new(charge, amount, details)
        if fate is Fate.REFUND_PENDS:
            refund = self._save(refund, status="pending", pending_reason="processing")
        else:
            refund = self._book(refund, charge)
        charge = self._count(charge)
        if "customer_cash_balance" in refund["destination_details"]:
            self._return_to_balance(refund)
        self._account.events.emit("refund.created", refund)
        self._account.events.emit("charge.refunded", charge)
        if fate in {Fate.REFUND_PENDS, Fate.REFUND_FAILS}:
            self._account.later(_ANSWER, refund["id"], BANK_ANSWERS_AFTER)
        elif "card" in refund["destination_details"]:
            self._account.later(_REFERENCE, refund["id"], REFERENCE_AFTER)
        for watcher in self._watchers:
            watcher(charge)
        return refund

    def release(self, charge: JsonObject, reason: str | None) -> JsonObject:
        """Let go of money that was held and never taken: no movement in the books."""
        refund = self._save_new(charge, charge["amount"], {"reason": reason})
        card = {**refund["destination_details"]["card"], "type": "reversal"}
        self._save(refund, destination_details={"card": card, "type": "card"})
        return self._account.store.save(
            {**charge, "amount_refunded": charge["amount"], "refunded": True}
        )

    def update(self, refund: JsonObject, **changes: Any) -> JsonObject:
        """Save and tell."""
        after = self._save(refund, **changes)
        self._tell(after, refund)
        return after

    def cancel(self, refund: JsonObject) -> JsonObject:
        """What the Dashboard's button does."""
        charge = self._account.store.get("charge", refund["charge"])
        changes: JsonObject = {"status": "canceled"}
        if refund["balance_transaction"] is not None:
            changes["failure_balance_transaction"] = self._take_back(refund, charge)["id"]
        after = self._save(_settled(refund), **changes)
        self._count(charge)
        self._tell(after, refund)
        return after

    def of(self, charge_id: str) -> list[JsonObject]:
        """Newest first."""
        rows = self._account.store.newest_first("refund")
        return [row for row in rows if row["charge"] == charge_id]

    def _hear_from_the_bank(self, refund_id: str) -> None:
        before = self._account.store.get("refund", refund_id)
        if before["status"] in OVER:
            return
        charge = self._account.store.get("charge", before["charge"])
        if before["status"] == "pending":
            self._tell(self._book(before, charge), before)
            return
        after = self._save(
            before,
            status="failed",
            failure_reason="expired_or_canceled_card",
            failure_balance_transaction=self._take_back(before, charge)["id"],
        )
        self._count(charge)
        self._tell(after, before)
        self._account.events.emit("refund.failed", after)

    def _learn_reference(self, refund_id: str) -> None:
        before = self._account.store.get("refund", refund_id)
        if before["status"] in OVER:
            return
        known = {"reference": self._account.ids.digits(23), "reference_status": "available"}
        card = {**before["destination_details"]["card"], **known}
        self.update(before, destination_details={"card": card, "type": "card"})

    def _book(self, refund: JsonObject, charge: JsonObject) -> JsonObject:
        is_card = charge["payment_method_details"]["type"] == "card"
        what = "REFUND FOR CHARGE" if is_card else "REFUND FOR PAYMENT"
        entry = Entry(
            type="refund" if is_card else "payment_refund",
            category="refund",
            source=refund["id"],
            amount_minor=-refund["amount"],
            currency=refund["currency"],
            description=_description(what, charge),
        )
        transaction = self._ledger.enter(entry)
        done = {"status": "succeeded", "balance_transaction": transaction["id"]}
        return self._save(_settled(refund), **done)

    def _take_back(self, refund: JsonObject, charge: JsonObject) -> JsonObject:
        """The money is the shop's again."""
        return self._ledger.enter(
            Entry(
                type="refund_failure",
                category="refund_failure",
                source=refund["id"],
                amount_minor=refund["amount"],
                currency=refund["currency"],
                description=_description("REFUND FAILURE", charge),
            )
        )

    def _return_to_balance(self, refund: JsonObject) -> None:
        """Money that came by bank transfer is the customer's again, to spend or to get back."""
        about = {"type": "refunded_from_payment", "refunded_from_payment": {"refund": refund["id"]}}
        self._cash.move(refund["customer"], refund["currency"], refund["amount"], about)

    def _count(self, charge: JsonObject) -> JsonObject:
        """The charge after its refunds: those that failed or were canceled do not count."""
        given = [row["amount"] for row in self.of(charge["id"]) if row["status"] not in OVER]
        total = charge["amount"] - charge["amount_captured"] + sum(given)
        changes = {"amount_refunded": total, "refunded": total == charge["amount"]}
        return self._account.store.save({**charge, **changes})

    def _tell(self, after: JsonObject, before: JsonObject) -> None:
        self._account.events.emit("refund.updated", after, before)
        self._account.events.emit("charge.refund.updated", after, before)

    def _fate(self, charge: JsonObject) -> Fate:
        secret = self._account.store.find("instrument", charge["payment_method"])
        return cards.fate(secret["number"]) if secret else Fate.NONE

    def _save(self, refund: JsonObject, **changes: Any) -> JsonObject:
        return self._account.store.save({**refund, **changes})

    def _save_new(self, charge: JsonObject, amount: int, details: JsonObject) -> JsonObject:
        kind = charge["payment_method_details"]["type"]
        fields = {
            **{name: charge[name] for name in _FROM_THE_CHARGE},
            "amount": amount,
            "charge": charge["id"],
            "destination_details": refund_shape.destination(kind),
            "metadata": details.get("metadata", {}),
            "reason": details.get("reason"),
            **presentment.of_part(charge, amount),
        }
        return refund_shape.create(self._account, "re" if kind == "card" else "pyr", fields)


_FROM_THE_CHARGE = ("currency", "customer", "payment_intent", "payment_method")


def _settled(refund: JsonObject) -> JsonObject:
    """Without what only a pending refund has."""
    return {name: value for name, value in refund.items() if name != "pending_reason"}


def _description(what: str, charge: JsonObject) -> str:
    return f"{what} ({charge['description']})" if charge["description"] else what
