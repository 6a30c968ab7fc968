"""A draft becomes final: it gets its number, the customer's balance, and a way to pay it."""

from __future__ import annotations

from collections.abc import Callable

from emulators.stripe.account import Account
from emulators.stripe.billing import customers
from emulators.stripe.billing.invoices import lines, payments, totals
from emulators.stripe.billing.invoices.drafts import FINALIZE
from emulators.stripe.billing.timeline import Timeline
from emulators.stripe.store import JsonObject
from emulators.stripe.wire import errors


class Finalization:
    def __init__(self, account: Account, timeline: Timeline, base_url: Callable[[], str]) -> None:
        self._account = account
        self._timeline = timeline
        self._base_url = base_url

    def finalize(self, draft: JsonObject, intent: JsonObject | None = None) -> JsonObject:
        """The open invoice; raises if automatic tax cannot be worked out.

        `intent`: what pays or has paid for it already.
        """
        self._timeline.drop(FINALIZE, draft["id"])
        rows = lines.of(self._account, draft["id"])
        invoice = totals.reckoned(self._account, draft, rows)
        if invoice["automatic_tax"]["status"] == "requires_location_inputs":
            raise errors.invalid(
                "The customer's location isn't recognized. Set a valid customer address in order"
                " to automatically calculate tax.",
                None,
                "customer_tax_location_invalid",
            )
        now = self._timeline.now(invoice["test_clock"])
        invoice = self._with_balance({**invoice, **self._numbered(invoice)})
        secret = self._account.ids.text(24)
        url = f"{self._base_url()}/i/{invoice['id']}/{secret}"
        invoice = self._account.store.save(
            {
                **invoice,
                "automatically_finalizes_at": None,
                "effective_at": invoice["effective_at"] or now,
                "hosted_invoice_url": url,
                "invoice_pdf": f"{url}/pdf",
                "status": "open",
                "status_transitions": {**invoice["status_transitions"], "finalized_at": now},
                "webhooks_delivered_at": now,
            }
        )
        if intent is not None:
            payments.adopt(self._account, invoice, intent)
        elif invoice["amount_remaining"] > 0:
            payments.begin(self._account, invoice, saves=invoice["parent"] is not None)
        self._account.events.emit("invoice.finalized", invoice)
        return invoice

    def _numbered(self, invoice: JsonObject) -> JsonObject:
        if invoice["number"]:
            return {}
        customer = self._account.store.get("customer", invoice["customer"])
        sequence = customer["next_invoice_sequence"]
        self._account.store.save({**customer, "next_invoice_sequence": sequence + 1})
        return {"number": f"{customer['invoice_prefix']}-{sequence:04d}"}

    def _with_balance(self, invoice: JsonObject) -> JsonObject:
        """What the customer has in credit pays first; what is less than nothing is kept for it."""
        customer = self._account.store.get("customer", invoice["customer"])
        starting = customer["balance"]
        wanted = invoice["total"] + starting
        due = max(0, wanted)
        ending = min(0, wanted)
        if ending != starting:
            about = {"invoice": invoice["id"], "type": "applied_to_invoice"}
            customers.change_balance(
                self._account, customer["id"], ending - starting, invoice["currency"], about
            )
        return {
            **invoice,
            "amount_due": due,
            "amount_remaining": due,
            "ending_balance": ending,
            "starting_balance": starting,
        }
