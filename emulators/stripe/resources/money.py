"""The operations of the money side."""

from __future__ import annotations

from collections.abc import Iterator

from emulators.stripe.account import Account
from emulators.stripe.checkout.checkout import Checkout
from emulators.stripe.checkout.links import Links
from emulators.stripe.payments.money import Money
from emulators.stripe.resources.balance import BalanceResource
from emulators.stripe.resources.balance_transactions import BalanceTransactions
from emulators.stripe.resources.customer_balance import CustomerBalance
from emulators.stripe.resources.customer_cash import CustomerCash
from emulators.stripe.resources.customer_discount import CustomerDiscount
from emulators.stripe.resources.customer_payment_methods import CustomerPaymentMethods
from emulators.stripe.resources.customer_sources import CustomerSources
from emulators.stripe.resources.customer_tax_ids import CustomerTaxIds
from emulators.stripe.resources.disputes import DisputeResource
from emulators.stripe.resources.early_fraud_warnings import EarlyFraudWarnings
from emulators.stripe.resources.mandates import Mandates
from emulators.stripe.resources.payment_links import PaymentLinks
from emulators.stripe.resources.payment_method_configurations import PaymentMethodConfigurations
from emulators.stripe.resources.payouts import PayoutResource
from emulators.stripe.resources.refunds import RefundResource
from emulators.stripe.resources.setup_intents import SetupIntents
from emulators.stripe.resources.shipping_rates import ShippingRates
from emulators.stripe.resources.topups import Topups
from emulators.stripe.wire.endpoint import Endpoint
from emulators.stripe.wire.expand import Include

REFERENCES = {
    ("card", "customer"): "customer",
    ("charge", "failure_balance_transaction"): "balance_transaction",
    ("charge", "payment_method"): "payment_method",
    ("checkout.session", "setup_intent"): "setup_intent",
    ("customer", "default_source"): "card",
    ("customer_balance_transaction", "customer"): "customer",
    ("customer_cash_balance_transaction", "customer"): "customer",
    ("dispute", "charge"): "charge",
    ("dispute", "payment_intent"): "payment_intent",
    ("mandate", "payment_method"): "payment_method",
    ("payout", "balance_transaction"): "balance_transaction",
    ("payout", "failure_balance_transaction"): "balance_transaction",
    ("payout", "original_payout"): "payout",
    ("payout", "reversed_by"): "payout",
    ("radar.early_fraud_warning", "charge"): "charge",
    ("radar.early_fraud_warning", "payment_intent"): "payment_intent",
    ("refund", "balance_transaction"): "balance_transaction",
    ("refund", "charge"): "charge",
    ("refund", "customer"): "customer",
    ("refund", "failure_balance_transaction"): "balance_transaction",
    ("refund", "payment_intent"): "payment_intent",
    ("refund", "payment_method"): "payment_method",
    ("setup_attempt", "customer"): "customer",
    ("setup_attempt", "payment_method"): "payment_method",
    ("setup_attempt", "setup_intent"): "setup_intent",
    ("setup_intent", "customer"): "customer",
    ("setup_intent", "latest_attempt"): "setup_attempt",
    ("setup_intent", "mandate"): "mandate",
    ("setup_intent", "payment_method"): "payment_method",
    ("tax_id", "customer"): "customer",
}
"""(kind, field) -> the kind of object whose id the field holds."""


def endpoints(account: Account, money: Money, checkout: Checkout) -> Iterator[Endpoint]:
    yield from BalanceResource(account, money.ledger, money.payouts).endpoints
    yield from BalanceTransactions(account, money.payouts).endpoints
    yield from PayoutResource(account, money.ledger, money.payouts).endpoints
    yield from RefundResource(account, money).endpoints
    yield from DisputeResource(account, money.disputes).endpoints
    yield from EarlyFraudWarnings(account).endpoints
    yield from SetupIntents(account, money.setups, checkout).endpoints
    yield from Mandates(account).endpoints
    yield from CustomerPaymentMethods(account).endpoints
    yield from CustomerBalance(account).endpoints
    yield from CustomerCash(account, money).endpoints
    yield from CustomerDiscount(account).endpoints
    yield from CustomerTaxIds(account).endpoints
    yield from CustomerSources(account).endpoints
    yield from ShippingRates(account).endpoints
    yield from PaymentLinks(account, Links(account, checkout)).endpoints
    yield from Topups(account, money.ledger).endpoints
    yield from PaymentMethodConfigurations(account).endpoints


def includes(account: Account, money: Money, checkout: Checkout) -> dict[tuple[str, str], Include]:
    """(kind, field) -> what computes a field that is left out unless asked for."""
    links = PaymentLinks(account, Links(account, checkout))
    return {
        ("payment_link", "line_items"): links.included_line_items,
        ("charge", "refunds"): RefundResource(account, money).included,
        ("customer", "cash_balance"): CustomerCash(account, money).included,
        ("customer", "tax_ids"): CustomerTaxIds(account).included,
    }
