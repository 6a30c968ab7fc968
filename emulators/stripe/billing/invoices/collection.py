"""Getting an invoice paid: attempts, what comes of them, and when to try again."""

from __future__ import annotations

from collections.abc import Callable

from emulators.stripe.account import Account
from emulators.stripe.billing import customers, retries
from emulators.stripe.billing.invoices import payments
from emulators.stripe.billing.timeline import Timeline
from emulators.stripe.payments.payments import Challenge, Payments
from emulators.stripe.store import JsonObject

RETRY = "invoice.retry"
Watcher = Callable[[JsonObject, str], None]


class Collection:
    """Watchers are told `paid`, `failed`, `given_up`, `void` or `uncollectible`."""

    def __init__(self, account: Account, timeline: Timeline, intake: Payments) -> None:
        self._account = account
        self._timeline = timeline
        self._payments = intake
        self._watchers: list[Watcher] = []
        intake.outcomes.watch(self.follow)

    def watch(self, watcher: Watcher) -> None:
        self._watchers.append(watcher)

    def attempt(
        self, invoice: JsonObject, method: JsonObject | None, challenge: Challenge | None
    ) -> JsonObject:
        """Try to take what is left to pay; the invoice as it is then."""
        if invoice["amount_remaining"] == 0:
            return self.settle(invoice)
        intent = self.intent(invoice)
        if method is None:
            return self._failed(invoice)
        intent = self._payments.confirm(intent, method, challenge)
        invoice = self._account.store.get("invoice", invoice["id"])
        if intent["status"] == "requires_action":
            self._account.events.emit("invoice.payment_action_required", invoice)
            return self._failed(invoice)
        return invoice

    def intent(self, invoice: JsonObject) -> JsonObject:
        """The PaymentIntent that pays for an open invoice."""
        row = payments.open_default(self._account, invoice["id"])
        if row is None:
            return payments.begin(self._account, invoice, saves=invoice["parent"] is not None)
        return self._account.store.get("payment_intent", row["payment"]["payment_intent"])

    def settle(self, invoice: JsonObject, *, off_stripe: bool = False) -> JsonObject:
        """Nothing is left to pay, or somebody says so."""
        now = self._timeline.now(invoice["test_clock"])
        row = payments.open_default(self._account, invoice["id"])
        if row is not None:
            payments.canceled(self._account, row, now)
            key = row["payment"]["payment_intent"]
            intent = self._account.store.get("payment_intent", key)
            self._payments.cancel(intent, "void_invoice")
        return self._paid(invoice, now, off_stripe=off_stripe)

    def end(self, invoice: JsonObject, status: str) -> JsonObject:
        """`void` or `uncollectible`: nobody tries any more."""
        now = self._timeline.now(invoice["test_clock"])
        self._timeline.drop(RETRY, invoice["id"])
        row = payments.open_default(self._account, invoice["id"])
        if status == "void" and row is not None:
            payments.canceled(self._account, row, now)
            key = row["payment"]["payment_intent"]
            intent = self._account.store.get("payment_intent", key)
            self._payments.cancel(intent, "void_invoice")
        at = "voided_at" if status == "void" else "marked_uncollectible_at"
        changes = {
            "auto_advance": False,
            "next_payment_attempt": None,
            "status": status,
            "status_transitions": {**invoice["status_transitions"], at: now},
        }
        if status == "void":
            self._give_balance_back(invoice)
        after = self._account.store.save({**invoice, **changes})
        told = "voided" if status == "void" else "marked_uncollectible"
        self._account.events.emit(f"invoice.{told}", after)
        self._tell(after, status)
        return after

    def _give_balance_back(self, invoice: JsonObject) -> None:
        used = (invoice["ending_balance"] or 0) - invoice["starting_balance"]
        if used:
            about = {"invoice": invoice["id"], "type": "unapplied_from_invoice"}
            customers.change_balance(
                self._account, invoice["customer"], -used, invoice["currency"], about
            )

    def follow(self, intent: JsonObject) -> None:
        """An attempt has come to a result; see whether it was one for an invoice."""
        key = payments.invoice_id(self._account, intent)
        invoice = self._account.store.find("invoice", key or "")
        if invoice is None or invoice["status"] not in {"open", "uncollectible"}:
            return
        if intent["status"] == "succeeded":
            row = payments.open_default(self._account, invoice["id"])
            now = self._timeline.now(invoice["test_clock"])
            if row is not None:
                payments.paid(self._account, row, now)
            self._paid(self._counted(invoice), now)
        elif intent["status"] == "requires_payment_method":
            self._failed(invoice)

    def _paid(self, invoice: JsonObject, now: int, *, off_stripe: bool = False) -> JsonObject:
        self._timeline.drop(RETRY, invoice["id"])
        due = invoice["amount_due"]
        after = self._account.store.save(
            {
                **invoice,
                "amount_paid": due,
                "amount_paid_off_stripe": due if off_stripe else 0,
                "amount_remaining": 0,
                "attempted": True,
                "auto_advance": False,
                "next_payment_attempt": None,
                "status": "paid",
                "status_transitions": {**invoice["status_transitions"], "paid_at": now},
            }
        )
        self._account.events.emit("invoice.updated", after, invoice)
        self._account.events.emit("invoice.paid", after)
        self._account.events.emit("invoice.payment_succeeded", after)
        self._tell(after, "paid")
        return after

    def _failed(self, invoice: JsonObject) -> JsonObject:
        before = invoice
        invoice = self._counted(invoice)
        now = self._timeline.now(invoice["test_clock"])
        pause = retries.pause(self._account, invoice)
        next_at = None if pause is None else now + pause
        if next_at is not None:
            self._timeline.add(RETRY, invoice["id"], next_at, invoice["test_clock"])
        invoice = self._account.store.save({**invoice, "next_payment_attempt": next_at})
        self._account.events.emit("invoice.payment_failed", invoice)
        self._account.events.emit("invoice.updated", invoice, before)
        self._tell(invoice, "failed" if next_at is not None else "given_up")
        return self._account.store.get("invoice", invoice["id"])

    def _counted(self, invoice: JsonObject) -> JsonObject:
        counted = {"attempt_count": invoice["attempt_count"] + 1, "attempted": True}
        return self._account.store.save({**invoice, **counted})

    def _tell(self, invoice: JsonObject, outcome: str) -> None:
        for watcher in self._watchers:
            watcher(invoice, outcome)
