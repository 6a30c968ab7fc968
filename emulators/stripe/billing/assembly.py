"""How the parts of billing are put together, and what of it `expand` can show."""

from __future__ import annotations

from collections.abc import Callable

from emulators.stripe.account import Account
from emulators.stripe.billing import amounts
from emulators.stripe.billing.credit_notes.credit_notes import CreditNotes
from emulators.stripe.billing.invoices.invoices import Invoices
from emulators.stripe.billing.portal import Portal
from emulators.stripe.billing.schedules.schedules import Schedules
from emulators.stripe.billing.subscriptions import from_checkout
from emulators.stripe.billing.subscriptions.billing import SubscriptionBilling
from emulators.stripe.billing.subscriptions.following import Following
from emulators.stripe.billing.subscriptions.parts import Parts
from emulators.stripe.billing.subscriptions.renewal import Renewal
from emulators.stripe.billing.tax import verification
from emulators.stripe.billing.timeline import Timeline
from emulators.stripe.checkout import pricing
from emulators.stripe.payments.money import Money
from emulators.stripe.resources.billing_portal import BillingPortal
from emulators.stripe.resources.coupons import Coupons
from emulators.stripe.resources.credit_notes import CreditNoteResource
from emulators.stripe.resources.invoice_items import InvoiceItems
from emulators.stripe.resources.invoice_lines import InvoiceLines
from emulators.stripe.resources.invoices import InvoicePayments, InvoicePreviews, InvoiceResource
from emulators.stripe.resources.plans import Plans
from emulators.stripe.resources.promotion_codes import PromotionCodes
from emulators.stripe.resources.subscription_schedules import SubscriptionSchedules
from emulators.stripe.resources.subscriptions import SubscriptionItems, Subscriptions
from emulators.stripe.resources.tax_rates import TaxRates
from emulators.stripe.resources.tax_settings import TaxSettings
from emulators.stripe.resources.test_clocks import TestClocks
from emulators.stripe.store import JsonObject
from emulators.stripe.wire.endpoint import Endpoint
from emulators.stripe.wire.expand import Include

REFERENCES = {
    ("", "coupon"): "coupon",
    ("", "promotion_code"): "promotion_code",
    ("", "charge"): "charge",
    ("", "payment_intent"): "payment_intent",
    ("", "price"): "price",
    ("", "subscription"): "subscription",
    ("", "refund"): "refund",
    ("billing_portal.session", "configuration"): "billing_portal.configuration",
    ("checkout.session", "invoice"): "invoice",
    ("checkout.session", "subscription"): "subscription",
    ("credit_note", "customer"): "customer",
    ("credit_note", "customer_balance_transaction"): "customer_balance_transaction",
    ("credit_note", "invoice"): "invoice",
    ("customer", "test_clock"): "test_helpers.test_clock",
    ("discount", "customer"): "customer",
    ("discount", "promotion_code"): "promotion_code",
    ("invoice", "customer"): "customer",
    ("invoice", "default_payment_method"): "payment_method",
    ("invoice", "discounts"): "discount",
    ("invoice", "test_clock"): "test_helpers.test_clock",
    ("invoice_payment", "invoice"): "invoice",
    ("invoiceitem", "customer"): "customer",
    ("invoiceitem", "discounts"): "discount",
    ("invoiceitem", "invoice"): "invoice",
    ("line_item", "discounts"): "discount",
    ("line_item", "subscription"): "subscription",
    ("promotion_code", "customer"): "customer",
    ("subscription", "customer"): "customer",
    ("subscription", "default_payment_method"): "payment_method",
    ("subscription", "discounts"): "discount",
    ("subscription", "latest_invoice"): "invoice",
    ("subscription", "pending_setup_intent"): "setup_intent",
    ("subscription", "schedule"): "subscription_schedule",
    ("subscription", "test_clock"): "test_helpers.test_clock",
    ("subscription_item", "discounts"): "discount",
    ("subscription_schedule", "customer"): "customer",
    ("subscription_schedule", "subscription"): "subscription",
    ("subscription_schedule", "test_clock"): "test_helpers.test_clock",
}
"""(kind, field) -> the kind of object whose id, or ids, the field holds."""


class Billing:
    def __init__(self, account: Account, money: Money, base_url: Callable[[], str]) -> None:
        """`base_url`: where the hosted pages are, once they are served."""
        self._account = account
        self._coupons = Coupons(account)
        verification.watch(account)
        self.timeline = Timeline(account)
        self.invoices = Invoices(account, self.timeline, money.payments, base_url)
        ledger = SubscriptionBilling(account, self.timeline, self.invoices)
        self.parts = Parts(account, self.timeline, self.invoices, ledger)
        renewal = Renewal(self.parts)
        Following(self.parts)
        self.credit_notes = CreditNotes(account, self.timeline, self.invoices, money.refunds)
        self.portal = Portal(self.parts, money.setups)
        self._invoice_resource = InvoiceResource(account, self.timeline, self.invoices)
        self.endpoints: tuple[Endpoint, ...] = (
            *Subscriptions(self.parts, renewal).endpoints,
            *SubscriptionItems(self.parts).endpoints,
            *SubscriptionSchedules(self.parts, Schedules(self.parts)).endpoints,
            *InvoicePreviews(self.parts).endpoints,  # first: `create_preview` is no id
            *self._invoice_resource.endpoints,
            *InvoiceLines(account, self.timeline, self.invoices).endpoints,
            *InvoiceItems(account, self.timeline, self.invoices).endpoints,
            *InvoicePayments(account).endpoints,
            *CreditNoteResource(account, self.credit_notes).endpoints,
            *Plans(account).endpoints,
            *BillingPortal(account, base_url).endpoints,
            *TestClocks(account, self.timeline).endpoints,
            *self._coupons.endpoints,
            *PromotionCodes(account).endpoints,
            *TaxRates(account).endpoints,
            *TaxSettings(account).endpoints,
        )

    def from_checkout(self, session: JsonObject, intent: JsonObject | None) -> JsonObject:
        """Begin what a completed session subscribed to; what changes in the session."""
        return from_checkout.begin(self.parts, session, intent)

    def includes(self) -> dict[tuple[str, str], Include]:
        """(kind, field) -> what computes a field that is left out unless asked for."""
        store = self._account.store
        return {
            ("checkout.session", "total_details.breakdown"): lambda session: store.get(
                "checkout", session["id"]
            )["breakdown"],
            ("coupon", "applies_to"): self._coupons.applies_to,
            ("coupon", "currency_options"): self._coupons.currency_options,
            ("invoice", "confirmation_secret"): self._invoice_resource.confirmation_secret,
            ("invoice", "payments"): self._invoice_resource.included_payments,
            ("item", "discounts"): lambda item: store.get(pricing.DETAILS, item["id"])["discounts"],
            ("item", "taxes"): lambda item: store.get(pricing.DETAILS, item["id"])["taxes"],
            ("price", "currency_options"): lambda price: amounts.options(self._account, price),
            ("price", "tiers"): lambda price: amounts.details(self._account, price["id"])["tiers"],
        }
