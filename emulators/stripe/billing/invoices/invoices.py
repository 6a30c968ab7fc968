"""The life of an invoice: draft, open, paid, void or uncollectible."""

from __future__ import annotations

from collections.abc import Callable

from emulators.stripe.account import Account
from emulators.stripe.billing import customers
from emulators.stripe.billing.invoices.collection import RETRY, Collection
from emulators.stripe.billing.invoices.drafts import FINALIZE, Drafts
from emulators.stripe.billing.invoices.finalization import Finalization
from emulators.stripe.billing.timeline import Timeline
from emulators.stripe.payments import saving
from emulators.stripe.payments.payments import Challenge, Payments
from emulators.stripe.store import JsonObject
from emulators.stripe.wire.errors import StripeError


class Invoices:
    def __init__(
        self,
        account: Account,
        timeline: Timeline,
        intake: Payments,
        base_url: Callable[[], str],
    ) -> None:
        self._account = account
        self._timeline = timeline
        self._base_url = base_url
        self.drafts = Drafts(account, timeline)
        self.collection = Collection(account, timeline, intake)
        self._finalization = Finalization(account, timeline, base_url)
        timeline.on(FINALIZE, self._advance)
        timeline.on(RETRY, self._retry)

    def finalize(self, draft: JsonObject) -> JsonObject:
        """Open, or paid already if nothing is left to pay."""
        invoice = self._finalization.finalize(draft)
        if invoice["amount_remaining"] == 0:
            return self.collection.settle(invoice)
        return invoice

    def finalize_with(self, draft: JsonObject, intent: JsonObject | None) -> JsonObject:
        """The same, with the PaymentIntent that paid beforehand. None: nothing was to pay."""
        if intent is None:
            return self.finalize(draft)
        invoice = self._finalization.finalize(draft, intent)
        if intent["status"] == "succeeded":
            self.collection.follow(intent)
        return self._account.store.get("invoice", invoice["id"])

    def collect(self, invoice: JsonObject) -> JsonObject:
        """Do what the collection method says, with nobody there to help."""
        if invoice["status"] != "open":
            return invoice
        if invoice["collection_method"] == "send_invoice":
            return self.send(invoice)
        return self.attempt_now(invoice, is_off_session=True)

    def attempt_now(self, invoice: JsonObject, *, is_off_session: bool) -> JsonObject:
        """Try to take the money. Where the bank asks for its holder, the intent waits for them."""
        method = self.method(invoice)
        challenge = None
        if invoice["amount_remaining"] and method and self._must_wait(method, is_off_session):
            intent = self.collection.intent(invoice)
            challenge = Challenge(f"{self._base_url()}/authenticate/{intent['id']}", None)
        return self.collection.attempt(invoice, method, challenge)

    def _must_wait(self, method: JsonObject, is_off_session: bool) -> bool:  # noqa: FBT001 - passed on
        if method["type"] != "card":
            return False
        return saving.must_authenticate(self._account, method, is_off_session=is_off_session)

    def send(self, invoice: JsonObject) -> JsonObject:
        """Stripe would write an e-mail to the customer."""
        self._account.events.emit("invoice.sent", invoice)
        return invoice

    def method(self, invoice: JsonObject) -> JsonObject | None:
        """Whatever of invoice, subscription and customer names a payment method first."""
        key = invoice["default_payment_method"]
        subscription = self._account.store.find("subscription", subscription_id(invoice) or "")
        if key is None and subscription is not None:
            key = subscription["default_payment_method"]
        if key is None:
            key = customers.default_method(self._account, invoice["customer"])
        return self._account.store.find("payment_method", key or "")

    def retry_later(self, invoice: JsonObject, at: int) -> JsonObject:
        self._timeline.add(RETRY, invoice["id"], at, invoice["test_clock"])
        return self._account.store.save({**invoice, "next_payment_attempt": at})

    def _advance(self, invoice_id: str) -> None:
        invoice = self._account.store.find("invoice", invoice_id)
        if invoice is None or invoice["status"] != "draft" or not invoice["auto_advance"]:
            return
        try:
            self.collect(self.finalize(invoice))
        except StripeError as error:
            failure = {"type": error.type, "code": error.code, "message": error.message}
            failed = {**invoice, "last_finalization_error": failure}
            self._account.store.save({**failed, "automatically_finalizes_at": None})
            self._account.events.emit("invoice.finalization_failed", failed)

    def _retry(self, invoice_id: str) -> None:
        invoice = self._account.store.find("invoice", invoice_id)
        if invoice is not None and invoice["status"] == "open":
            self.collect(invoice)


def subscription_id(invoice: JsonObject) -> str | None:
    details = (invoice["parent"] or {}).get("subscription_details")
    return str(details["subscription"]) if details else None
