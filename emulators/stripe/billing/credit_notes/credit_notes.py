"""Credit notes: an invoice made smaller before it is paid, or its money given back after."""

from __future__ import annotations

from emulators.stripe.account import Account
from emulators.stripe.billing import customers
from emulators.stripe.billing.credit_notes import lines
from emulators.stripe.billing.invoices import payments
from emulators.stripe.billing.invoices.invoices import Invoices
from emulators.stripe.billing.timeline import Timeline
from emulators.stripe.payments.refunds import Refunds
from emulators.stripe.resources import lookup
from emulators.stripe.store import JsonObject
from emulators.stripe.wire import errors

LINES = "credit_note_lines"
SHOWN_MAX = 10
_AFTER = ("credit_amount", "out_of_band_amount", "refund_amount")


class CreditNotes:
    def __init__(
        self, account: Account, timeline: Timeline, invoices: Invoices, refunds: Refunds
    ) -> None:
        self._account = account
        self._timeline = timeline
        self._invoices = invoices
        self._refunds = refunds

    def composed(self, params: JsonObject) -> tuple[JsonObject, list[JsonObject]]:
        """The credit note as it would be, unsaved, and its lines."""
        invoice = lookup.in_param(self._account, "invoice", params["invoice"], "invoice")
        if invoice["status"] not in {"open", "paid"}:
            message = "You can only create a credit note for an open or paid invoice."
            raise errors.invalid(message, "invoice")
        if bool(params.get("lines")) == ("amount" in params):
            raise errors.exclusive("amount", "lines")
        rows = lines.lines_of(self._account, invoice, params.get("lines", []))
        total = sum(lines.total(row) for row in rows) if rows else params["amount"]
        before = min(total, invoice["amount_remaining"])
        after = total - before
        self._check(invoice, params, after)
        note = self._shape(invoice, params, rows, total)
        kind = "pre_payment" if not after else "mixed" if before else "post_payment"
        own = {"pre_payment_amount": before, "post_payment_amount": after, "type": kind}
        return self._listed({**note, **own}, rows), rows

    def issue(self, params: JsonObject) -> JsonObject:
        note, rows = self.composed(params)
        invoice = self._account.store.get("invoice", note["invoice"])
        self._account.store.put(LINES, note["id"], {"lines": rows})
        if note["post_payment_amount"]:
            note = self._give_back(note, invoice, params)
        self._account.store.save(note)
        self._shrink(note, invoice)
        self._account.events.emit("credit_note.created", note)
        return note

    def void(self, before: JsonObject) -> JsonObject:
        if before["status"] == "void" or before["type"] != "pre_payment":
            message = "Only issued credit notes from before the payment can be voided."
            raise errors.invalid(message)
        invoice = self._account.store.get("invoice", before["invoice"])
        if invoice["status"] != "open":
            message = "A credit note can only be voided while its invoice is open."
            raise errors.invalid(message)
        now = self._timeline.now(invoice["test_clock"])
        after = self._account.store.save({**before, "status": "void", "voided_at": now})
        self._resize(invoice, -before["pre_payment_amount"])
        self._account.events.emit("credit_note.voided", after)
        return after

    def _check(self, invoice: JsonObject, params: JsonObject, after: int) -> None:
        """What is given back after the payment has to be said, to the cent."""
        said = sum(params.get(name, 0) for name in _AFTER)
        said += sum(one.get("amount_refunded", 0) for one in params.get("refunds", []))
        paid = invoice["amount_paid"] - invoice["post_payment_credit_notes_amount"]
        if after > paid:
            message = f"The credit note exceeds what can be credited on the invoice: {paid}."
            raise errors.invalid(message, "amount")
        if said != after:
            message = (
                f"The sum of credit amount, refund amount and out of band amount ({said}) must"
                f" equal the post-payment credit note amount ({after})."
            )
            raise errors.invalid(message, "refund_amount")

    def _shape(
        self, invoice: JsonObject, params: JsonObject, rows: list[JsonObject], total: int
    ) -> JsonObject:
        taxes = [tax for row in rows for tax in row["taxes"]]
        subtotal = sum(row["amount"] for row in rows) if rows else total
        inclusive = sum(tax["amount"] for tax in taxes if tax["tax_behavior"] == "inclusive")
        discounts = [one for row in rows for one in row["discount_amounts"]]
        now = self._timeline.now(invoice["test_clock"])
        key, number = self._account.ids.new("cn"), self._number(invoice)
        return {
            "id": key,
            "object": "credit_note",
            **_AT_REST,
            "amount": total,
            "created": now,
            "currency": invoice["currency"],
            "customer": invoice["customer"],
            "discount_amount": sum(one["amount"] for one in discounts),
            "discount_amounts": discounts,
            "effective_at": params.get("effective_at", now),
            "invoice": invoice["id"],
            "memo": params.get("memo"),
            "metadata": params.get("metadata") or {},
            "number": number,
            "out_of_band_amount": params.get("out_of_band_amount"),
            "pdf": f"{invoice['hosted_invoice_url']}/credit_notes/{key}/pdf",
            "reason": params.get("reason"),
            "subtotal": subtotal,
            "subtotal_excluding_tax": subtotal - inclusive,
            "total": total,
            "total_excluding_tax": total - sum(tax["amount"] for tax in taxes),
            "total_taxes": taxes,
        }

    def _number(self, invoice: JsonObject) -> str:
        others = self._account.store.newest_first("credit_note")
        count = 1 + sum(row["invoice"] == invoice["id"] for row in others)
        return f"{invoice['number']}-CN-{count:02d}"

    def _listed(self, note: JsonObject, rows: list[JsonObject]) -> JsonObject:
        shown = {
            "object": "list",
            "data": rows[:SHOWN_MAX],
            "has_more": len(rows) > SHOWN_MAX,
            "url": f"/v1/credit_notes/{note['id']}/lines",
        }
        return {**note, "lines": shown}

    def _give_back(self, note: JsonObject, invoice: JsonObject, params: JsonObject) -> JsonObject:
        refunds = [
            {"amount_refunded": one.get("amount_refunded", 0), "refund": one["refund"]}
            for one in params.get("refunds", [])
        ]
        if params.get("refund_amount"):
            refunds.append(self._refund(invoice, params["refund_amount"]))
        full = {"payment_record_refund": None, "type": "refund"}
        note = {**note, "refunds": [{**one, **full} for one in refunds]}
        if not params.get("credit_amount"):
            return note
        about = {"credit_note": note["id"], "invoice": invoice["id"], "type": "credit_note"}
        entry = customers.change_balance(
            self._account,
            invoice["customer"],
            -params["credit_amount"],
            invoice["currency"],
            about,
        )
        return {**note, "customer_balance_transaction": entry["id"]}

    def _refund(self, invoice: JsonObject, amount: int) -> JsonObject:
        """Through the payment that paid the invoice."""
        rows = payments.of(self._account, invoice["id"])
        paid = next((row for row in rows if row["status"] == "paid"), None)
        if paid is None:
            raise errors.invalid("The invoice was not paid through Stripe.", "refund_amount")
        key = paid["payment"]["payment_intent"]
        intent = self._account.store.get("payment_intent", key)
        charge = self._account.store.get("charge", intent["latest_charge"])
        if amount > charge["amount_captured"] - charge["amount_refunded"]:
            message = "The refund is greater than what is left of the payment."
            raise errors.invalid(message, "refund_amount", "amount_too_large")
        refund = self._refunds.create(charge, amount, {"reason": None, "metadata": {}})
        return {"amount_refunded": amount, "refund": refund["id"]}

    def _shrink(self, note: JsonObject, invoice: JsonObject) -> None:
        after = note["post_payment_amount"]
        total = invoice["post_payment_credit_notes_amount"] + after
        self._resize(
            {**invoice, "post_payment_credit_notes_amount": total}, note["pre_payment_amount"]
        )

    def _resize(self, invoice: JsonObject, less: int) -> None:
        """An open invoice asks for so much less; at nothing it is paid."""
        before = self._account.store.get("invoice", invoice["id"])
        after = {
            **invoice,
            "amount_remaining": invoice["amount_remaining"] - less,
            "pre_payment_credit_notes_amount": invoice["pre_payment_credit_notes_amount"] + less,
        }
        self._account.store.save(after)
        self._account.events.emit("invoice.updated", after, before)
        if after["status"] != "open":
            return
        if after["amount_remaining"] == 0:
            self._invoices.collection.settle(after)
        elif less:
            intent = self._invoices.collection.intent(after)
            self._account.store.save({**intent, "amount": after["amount_remaining"]})


_AT_REST: JsonObject = {
    "amount_shipping": 0,
    "customer_account": None,
    "customer_balance_transaction": None,
    "livemode": False,
    "pretax_credit_amounts": [],
    "refunds": [],
    "shipping_cost": None,
    "status": "issued",
    "voided_at": None,
}
