"""/v1/invoices: drafts, and what becomes of them."""

from __future__ import annotations

from http import HTTPStatus

from emulators.stripe.account import Account
from emulators.stripe.billing import customers, invoice_settings, previews
from emulators.stripe.billing.invoices import drafts, payments
from emulators.stripe.billing.invoices.invoices import Invoices, subscription_id
from emulators.stripe.billing.subscriptions.parts import Parts
from emulators.stripe.billing.timeline import Timeline
from emulators.stripe.resources import invoice_params, lookup
from emulators.stripe.store import JsonObject
from emulators.stripe.wire import errors
from emulators.stripe.wire.endpoint import Call, Endpoint
from emulators.stripe.wire.errors import StripeError
from emulators.stripe.wire.lists import LIMIT_DEFAULT, listed, page, where, within

_PATH = "/v1/invoices"
_HOUR = 3600


class InvoiceResource:
    def __init__(self, account: Account, timeline: Timeline, invoices: Invoices) -> None:
        self._account = account
        self._timeline = timeline
        self._invoices = invoices
        one = f"{_PATH}/{{id}}"
        self.endpoints = (
            Endpoint("POST", _PATH, self._create, invoice_params.CREATE),
            Endpoint("GET", _PATH, self._list, invoice_params.LIST),
            Endpoint("GET", one, self._retrieve),
            Endpoint("POST", one, self._update, invoice_params.UPDATE),
            Endpoint("DELETE", one, self._delete),
            Endpoint("POST", f"{one}/finalize", self._finalize, invoice_params.FINALIZE),
            Endpoint("POST", f"{one}/pay", self._pay, invoice_params.PAY),
            Endpoint("POST", f"{one}/send", self._send),
            Endpoint("POST", f"{one}/void", self._void),
            Endpoint("POST", f"{one}/mark_uncollectible", self._mark_uncollectible),
        )

    def included_payments(self, invoice: JsonObject) -> JsonObject:
        rows = payments.of(self._account, invoice["id"])
        url = f"/v1/invoice_payments?invoice={invoice['id']}"
        return listed(rows[:LIMIT_DEFAULT], url, has_more=len(rows) > LIMIT_DEFAULT)

    def confirmation_secret(self, invoice: JsonObject) -> JsonObject | None:
        row = payments.open_default(self._account, invoice["id"])
        if row is None:
            return None
        intent = self._account.store.get("payment_intent", row["payment"]["payment_intent"])
        return {"client_secret": intent["client_secret"], "type": "payment_intent"}

    def _create(self, call: Call) -> JsonObject:
        params = call.params
        subscription = None
        if "subscription" in params:
            key = params["subscription"]
            subscription = lookup.in_param(self._account, "subscription", key, "subscription")
        owner = params.get("customer", subscription["customer"] if subscription else None)
        if owner is None:
            raise errors.missing("customer")
        customer = lookup.in_param(self._account, "customer", owner, "customer")
        fields = invoice_settings.asked(self._account, self._timeline, params, customer)
        waiting = []
        if params.get("pending_invoice_items_behavior", "exclude") == "include" or subscription:
            key = subscription["id"] if subscription else None
            currency = fields["currency"]
            waiting = drafts.waiting_for(self._account, customer["id"], currency, key)
        if subscription is not None and not waiting:
            message = "Nothing to invoice for subscription."
            raise errors.invalid(message, None, "invoice_no_subscription_line_items")
        if subscription is not None:
            fields["parent"] = invoice_settings.parent(subscription)
        return self._invoices.drafts.create(customer, fields, waiting=waiting)

    def _retrieve(self, call: Call) -> JsonObject:
        return lookup.in_path(self._account, "invoice", call.id)

    def _update(self, call: Call) -> JsonObject:
        before = self._retrieve(call)
        customer = self._account.store.get("customer", before["customer"])
        changes = invoice_settings.changes(
            self._account, self._timeline, call.params, customer, before
        )
        if before["status"] == "draft":
            after = self._invoices.drafts.change(before, changes)
            wants_to = after["auto_advance"] and not before["auto_advance"]
            return self._invoices.drafts.finalize_later(after) if wants_to else after
        if set(call.params) - {"auto_advance", "metadata", "default_payment_method"}:
            message = "Finalized invoices can't be updated in this way."
            raise errors.invalid(message, next(iter(call.params)), "invoice_not_editable")
        after = self._account.store.save({**before, **changes})
        self._account.events.emit("invoice.updated", after, before)
        return after

    def _delete(self, call: Call) -> JsonObject:
        invoice = self._in_state(call, "draft")
        if invoice["parent"] is not None:
            raise errors.invalid("You can't delete invoices created by subscriptions.")
        self._invoices.drafts.delete(invoice)
        return {"id": invoice["id"], "object": "invoice", "deleted": True}

    def _finalize(self, call: Call) -> JsonObject:
        draft = self._in_state(call, "draft")
        if "auto_advance" in call.params:
            draft = {**draft, "auto_advance": call.params["auto_advance"]}
        invoice = self._invoices.finalize(draft)
        charges = invoice["collection_method"] == "charge_automatically"
        if invoice["status"] == "open" and invoice["auto_advance"] and charges:
            at = self._timeline.now(invoice["test_clock"]) + _HOUR
            return self._invoices.retry_later(invoice, at)
        return invoice

    def _pay(self, call: Call) -> JsonObject:
        invoice = self._retrieve(call)
        if invoice["status"] == "paid":
            raise errors.invalid("Invoice is already paid", None, "invoice_already_paid")
        if invoice["status"] == "draft":
            invoice = self._invoices.finalize(invoice)
        if invoice["status"] == "paid":
            return invoice
        if invoice["status"] not in {"open", "uncollectible"}:
            raise errors.invalid(f"This invoice is {invoice['status']} and cannot be paid.")
        if call.params.get("paid_out_of_band"):
            return self._invoices.collection.settle(invoice, off_stripe=True)
        if "payment_method" in call.params:
            key = call.params["payment_method"]
            owner = invoice["customer"]
            method = customers.own_method(self._account, key, owner, "payment_method")
            invoice = {**invoice, "default_payment_method": method}
        if self._invoices.method(invoice) is None:
            raise errors.invalid(
                "There is no `default_payment_method` set on this Customer or Invoice. Please set"
                " a default payment method.",
                None,
                "invoice_payment_intent_requires_action",
            )
        away = call.params.get("off_session", True)
        invoice = self._invoices.attempt_now(invoice, is_off_session=away)
        return self._paid_or_raise(invoice)

    def _paid_or_raise(self, invoice: JsonObject) -> JsonObject:
        row = payments.open_default(self._account, invoice["id"])
        if row is None:
            return invoice
        intent = self._account.store.get("payment_intent", row["payment"]["payment_intent"])
        last = intent["last_payment_error"]
        if last is not None:
            own = {"code", "message", "type"}
            details = {name: last[name] for name in last if name not in own}
            status = HTTPStatus.PAYMENT_REQUIRED
            raise StripeError(status, last["type"], last["message"], last["code"], details=details)
        if intent["status"] == "requires_action":
            raise StripeError(
                HTTPStatus.PAYMENT_REQUIRED,
                "card_error",
                "This payment requires additional user action before it can be completed"
                " successfully.",
                "invoice_payment_intent_requires_action",
            )
        return invoice

    def _send(self, call: Call) -> JsonObject:
        invoice = self._retrieve(call)
        if invoice["collection_method"] != "send_invoice":
            message = (
                "You can only manually send an invoice if its collection method is 'send_invoice'."
            )
            raise errors.invalid(message)
        if invoice["status"] == "draft":
            invoice = self._invoices.finalize(invoice)
        return self._invoices.send(invoice)

    def _void(self, call: Call) -> JsonObject:
        return self._invoices.collection.end(self._in_state(call, "open", "uncollectible"), "void")

    def _mark_uncollectible(self, call: Call) -> JsonObject:
        return self._invoices.collection.end(self._in_state(call, "open"), "uncollectible")

    def _in_state(self, call: Call, *wanted: str) -> JsonObject:
        invoice = self._retrieve(call)
        if invoice["status"] not in wanted:
            message = f"The invoice must be {' or '.join(wanted)}, but it is {invoice['status']}."
            raise errors.invalid(message, None, "invoice_not_editable")
        return invoice

    def _list(self, call: Call) -> JsonObject:
        params = call.params
        rows = where(
            self._account.store.newest_first("invoice"),
            params,
            "collection_method",
            "customer",
            "status",
        )
        found = [
            row
            for row in rows
            if params.get("subscription") in {None, subscription_id(row)}
            and ("due_date" not in params or within(row["due_date"] or 0, params["due_date"]))
        ]
        return page(found, params, _PATH)


class InvoicePreviews:
    """/v1/invoices/create_preview."""

    def __init__(self, parts: Parts) -> None:
        self._parts = parts
        path = f"{_PATH}/create_preview"
        self.endpoints = (Endpoint("POST", path, self._preview, invoice_params.PREVIEW),)

    def _preview(self, call: Call) -> JsonObject:
        return previews.preview(self._parts, call.params)


class InvoicePayments:
    """/v1/invoice_payments: read only; invoices make them."""

    def __init__(self, account: Account) -> None:
        self._account = account
        path = "/v1/invoice_payments"
        self.endpoints = (
            Endpoint("GET", path, self._list, invoice_params.PAYMENTS_LIST),
            Endpoint("GET", f"{path}/{{id}}", self._retrieve),
        )

    def _retrieve(self, call: Call) -> JsonObject:
        return lookup.in_path(self._account, "invoice_payment", call.id)

    def _list(self, call: Call) -> JsonObject:
        rows = where(
            self._account.store.newest_first("invoice_payment"), call.params, "invoice", "status"
        )
        intent = call.params.get("payment", {}).get("payment_intent")
        found = [row for row in rows if intent in {None, row["payment"].get("payment_intent")}]
        return page(found, call.params, "/v1/invoice_payments")
