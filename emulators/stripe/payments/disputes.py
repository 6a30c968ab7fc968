"""The life of a dispute: money goes, evidence is sent in, and the bank decides."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from emulators.stripe.account import Account
from emulators.stripe.payments import dispute_shape
from emulators.stripe.payments.dispute_cases import Case
from emulators.stripe.payments.ledger import Entry, Ledger
from emulators.stripe.store import JsonObject

FEE_MINOR = 1500
"""Kept by Stripe, whoever wins."""
ANSWER_WITHIN = timedelta(days=8)
INQUIRY_ENDS_AFTER = timedelta(days=120)
DECIDED_AFTER = timedelta(seconds=5)
"""How long test mode ponders on evidence that says how it is to end."""
CLOSED = {"lost", "warning_closed", "won"}
_DUE = "dispute.due"
_END = "dispute.end"
_DECIDE = "dispute.decide"


class Disputes:
    def __init__(self, account: Account, ledger: Ledger) -> None:
        self._account = account
        self._ledger = ledger
        account.agenda.on(_DUE, self._pass_deadline)
        account.agenda.on(_END, self._end_inquiry)
        account.agenda.on(_DECIDE, self._decide)

    def open(self, charge: JsonObject, case: Case, amount: int) -> JsonObject:
        now = self._account.clock.now()
        due = (now + ANSWER_WITHIN).replace(hour=23, minute=59, second=59, microsecond=0)
        created = {"id": self._account.ids.new("du"), "created": int(now.timestamp())}
        dispute = dispute_shape.fresh(charge, case, amount, int(due.timestamp()), created)
        self._account.store.save(dispute)
        self._account.agenda.add(_DUE, dispute["id"], due)
        self._account.store.save(
            {**self._account.store.get("charge", charge["id"]), "disputed": True}
        )
        if case.is_inquiry:
            self._account.later(_END, dispute["id"], INQUIRY_ENDS_AFTER)
        else:
            dispute = self._withdraw(dispute)
        self._account.events.emit("charge.dispute.created", dispute)
        if not case.is_inquiry:
            self._account.events.emit("charge.dispute.funds_withdrawn", dispute)
        return dispute

    def update(self, dispute: JsonObject, changes: JsonObject, *, submits: bool) -> JsonObject:
        """`changes`: metadata, and evidence as it is then. `submits`: send it to the bank now."""
        evidence = {**dispute["evidence"], **changes.get("evidence", {})}
        after = {**dispute, **changes, "evidence": evidence}
        if "evidence" in changes:
            after["evidence_details"] = {**dispute["evidence_details"], "has_evidence": True}
        if "evidence" in changes and submits:
            after = self._submit(after)
        self._account.store.save(after)
        self._account.events.emit("charge.dispute.updated", after, dispute)
        return after

    def close(self, dispute: JsonObject) -> JsonObject:
        """Give in."""
        is_inquiry = dispute["status"].startswith("warning_")
        return self._finish(dispute, "warning_closed" if is_inquiry else "lost")

    def follow_refund(self, charge: JsonObject) -> None:
        """Who has all the money back has nothing left to ask."""
        for dispute in self._of(charge["id"]):
            if charge["refunded"] and dispute["status"].startswith("warning_"):
                self.close_if_open(dispute["id"], "warning_closed")

    def close_if_open(self, dispute_id: str, status: str) -> None:
        dispute = self._account.store.get("dispute", dispute_id)
        if dispute["status"] not in CLOSED:
            self._finish(dispute, status)

    def _submit(self, dispute: JsonObject) -> JsonObject:
        details = dispute["evidence_details"]
        sent = {"submission_count": details["submission_count"] + 1, "submission_method": "manual"}
        is_inquiry = dispute["status"].startswith("warning_")
        if dispute["evidence"]["uncategorized_text"] in dispute_shape.VERDICTS:
            self._account.later(_DECIDE, dispute["id"], DECIDED_AFTER)
        return {
            **dispute,
            "evidence_details": {**details, **sent},
            "status": "warning_under_review" if is_inquiry else "under_review",
        }

    def _decide(self, dispute_id: str) -> None:
        dispute = self._account.store.get("dispute", dispute_id)
        if dispute["status"] in CLOSED:
            return
        is_inquiry = dispute["status"].startswith("warning_")
        verdict = dispute_shape.VERDICTS[dispute["evidence"]["uncategorized_text"]]
        if is_inquiry and verdict == "escalated":
            self._escalate(dispute)
        elif is_inquiry:
            self._finish(dispute, "warning_closed")
        elif verdict == "won":
            self._win(dispute)
        elif verdict == "lost":
            self._finish(dispute, "lost")

    def _win(self, dispute: JsonObject) -> None:
        back = self._enter(dispute, "dispute_reversal", dispute["amount"], "reversal", 0)
        rows = [*dispute["balance_transactions"], back]
        changes = {"balance_transactions": rows, "is_charge_refundable": True, "status": "won"}
        won = self._save(dispute, **changes)
        self._account.events.emit("charge.dispute.funds_reinstated", won)
        self._account.events.emit("charge.dispute.closed", won)

    def _escalate(self, dispute: JsonObject) -> None:
        """The question becomes a dispute, with a new time to answer it."""
        due = (self._account.clock.now() + ANSWER_WITHIN).replace(
            hour=23, minute=59, second=59, microsecond=0
        )
        self._account.agenda.add(_DUE, dispute["id"], due)
        after = self._withdraw(dispute_shape.escalated(dispute, int(due.timestamp())))
        self._account.events.emit("charge.dispute.updated", after, dispute)
        self._account.events.emit("charge.dispute.funds_withdrawn", after)

    def _withdraw(self, dispute: JsonObject) -> JsonObject:
        gone = self._enter(dispute, "dispute", -dispute["amount"], "withdrawal", FEE_MINOR)
        return self._save(dispute, balance_transactions=[gone])

    def _enter(
        self, dispute: JsonObject, category: str, amount: int, what: str, fee: int
    ) -> JsonObject:
        entry = Entry(
            type="adjustment",
            category=category,
            source=dispute["id"],
            amount_minor=amount,
            currency=dispute["currency"],
            description=f"Chargeback {what} for {dispute['charge']}",
            fee_minor=fee,
            fee_for="Dispute fee",
            is_available=True,
        )
        return self._ledger.enter(entry)

    def _pass_deadline(self, dispute_id: str) -> None:
        """Who says nothing has lost; an inquiry only runs out."""
        dispute = self._account.store.get("dispute", dispute_id)
        if not dispute["status"].endswith("needs_response"):
            return
        details = {**dispute["evidence_details"], "past_due": True}
        late = self._save(dispute, evidence_details=details)
        if dispute["status"] == "needs_response":
            self._finish(late, "lost")

    def _end_inquiry(self, dispute_id: str) -> None:
        dispute = self._account.store.get("dispute", dispute_id)
        if dispute["status"].startswith("warning_"):
            self.close_if_open(dispute_id, "warning_closed")

    def _finish(self, dispute: JsonObject, status: str) -> JsonObject:
        closed = self._save(dispute, status=status)
        self._account.events.emit("charge.dispute.closed", closed)
        return closed

    def _of(self, charge_id: str) -> list[JsonObject]:
        rows = self._account.store.newest_first("dispute")
        return [row for row in rows if row["charge"] == charge_id]

    def _save(self, dispute: JsonObject, **changes: Any) -> JsonObject:
        return self._account.store.save({**dispute, **changes})
