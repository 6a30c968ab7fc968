"""From the cart to the e-invoice, with Stripe's twin working the tax out, and converting."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import partial
from itertools import count
from typing import Any

import pytest

from shared.adapters.einvoice.hybrid import hybrid
from shared.adapters.invoice_document.document import render_invoice
from shared.adapters.stripe_checkout import StripeCheckout, stripe_client
from shared.adapters.stripe_sessions import StripeSessions
from shared.domain.catalog import Catalog, TaxedBy
from shared.domain.cause import Cause
from shared.domain.ids import invoice_id_of
from shared.domain.invoice import Invoice
from shared.domain.ledger import Account, JournalEntry
from shared.domain.money import Money
from shared.domain.order import Order, OrderStatus
from shared.domain.payment_means import MeansCode, PaymentMeans
from shared.domain.tax import TaxCategory
from shared.usecases.audit.books import Patience
from shared.usecases.issue_document import Rendered
from shared.usecases.read_taxed_sale import ReadTaxedSale
from tests.builders.catalog import a_catalog, a_product
from tests.builders.invoices import TRACEPARENT, a_seller
from tests.builders.purchases import TOTAL_MINOR, ordered, stored
from tests.chaos.faults import Faults
from tests.chaos.shop import Shop
from tests.emulators.stripe.running import KEY, RunningTwin

GOODS = a_catalog(a_product(tax_code="txcd_99999999"), taxed_by=TaxedBy.PROVIDER)
CONSUMER = {"country": "DE", "line1": "Kastanienallee 42", "city": "Berlin"}
BUSINESS = {**CONSUMER, "tax_id": "DE 123456789"}
_shops = count(1)  # each with order ids of its own, since the account is one
ABROAD = {"country": "US", "line1": "350 5th Ave", "city": "New York", "postal_code": "10118"}


@pytest.fixture(scope="module")
def twin() -> Iterator[RunningTwin]:
    """The account of a Swedish seller who is in the One Stop Shop."""
    running = RunningTwin()
    running.listen("checkout.session.completed", "payment_intent.succeeded")
    options = {"se": {"type": "oss_union"}}
    given: Any = {"active_from": "now", "country": "SE", "country_options": options}
    running.stripe.v1.tax.registrations.create(params=given)
    yield running
    running.stop()


@dataclass(frozen=True, slots=True)
class Sold:
    shop: Shop
    order: Order
    rendered: list[Rendered]

    @property
    def invoice(self) -> Invoice:
        return stored(self.shop, Invoice, invoice_id_of(self.order.id))

    @property
    def vat_booked(self) -> int:
        (entry,) = self.shop.database.scan(JournalEntry)
        return -sum(it.amount.minor for it in entry.postings if it.account is Account.VAT)


def sold(twin: RunningTwin, buyer: dict[str, str], catalog: Catalog = GOODS) -> Sold:
    """The whole sale; only our own database, archive and topics are fakes."""
    shop = Shop(Faults(), seed=next(_shops))
    shop.clock.move_to(twin.clock.now())
    provider = StripeCheckout(stripe_client(KEY, twin.url))
    shop.open_checkout = replace(shop.open_checkout, catalog=catalog, provider=provider)
    reader = ReadTaxedSale(StripeSessions(KEY, twin.url), a_seller())
    apply = replace(shop.receive_stripe.apply, read_taxed=reader)
    shop.receive_stripe = replace(shop.receive_stripe, apply=apply)
    rendered: list[Rendered] = []
    shop.issue = replace(shop.issue, render=partial(_rendered, rendered))
    before = len(twin.shop.deliveries)

    session_id = ordered(shop).page.session_id
    assert session_id is not None
    session = twin.stripe.v1.checkout.sessions.retrieve(session_id)
    assert twin.pay(session, **buyer)["outcome"] == "complete"
    for delivery in twin.shop.wait_for_count(before + 2)[before:]:
        shop.receive_stripe(delivery.body, TRACEPARENT)
    (order,) = shop.database.scan(Order)
    shop.number("INV")
    shop.issue(invoice_id_of(order.id), Cause("evt_numbered", TRACEPARENT))
    return Sold(shop, order, rendered)


def _rendered(kept: list[Rendered], invoice: Invoice) -> Rendered:
    kept.append(hybrid(invoice, render_invoice))
    return kept[-1]


@pytest.mark.parametrize(
    ("buyer", "category", "country", "tax_minor"),
    [
        pytest.param(CONSUMER, TaxCategory.STANDARD, "DE", 7_97, id="consumer-in-Germany"),
        pytest.param(BUSINESS, TaxCategory.INTRA_COMMUNITY, "DE", 0, id="business-in-Germany"),
        pytest.param(ABROAD, TaxCategory.EXPORT, "US", 0, id="export-to-America"),
    ],
)
def test_a_sale_is_taxed_by_who_buys_and_where_and_its_document_is_an_e_invoice(
    twin: RunningTwin, buyer: dict[str, str], category: TaxCategory, country: str, tax_minor: int
) -> None:
    sale = sold(twin, buyer)

    snapshot = sale.invoice.snapshot
    (row,) = snapshot.taxes
    assert sale.order.status is OrderStatus.PAID
    assert (row.treatment.category, row.treatment.country) == (category, country)
    assert (snapshot.total, snapshot.tax.minor) == (Money(TOTAL_MINOR, "eur"), tax_minor)
    assert sale.vat_booked == tax_minor
    assert [rendered.has_xml for rendered in sale.rendered] == [True]
    assert sale.shop.audit(Patience()).breaches == ()


def test_the_document_names_the_buyers_vat_id_the_place_of_delivery_and_the_card(
    twin: RunningTwin,
) -> None:
    snapshot = sold(twin, BUSINESS).invoice.snapshot

    assert snapshot.buyer.vat_id == "DE123456789"
    assert snapshot.supply is not None
    assert snapshot.supply.to == snapshot.buyer.address
    assert snapshot.means == PaymentMeans(MeansCode.CARD, "4242")


@pytest.mark.parametrize("taxed_by", [TaxedBy.CATALOG, TaxedBy.PROVIDER])
def test_a_buyer_who_pays_in_another_currency_sees_both_and_the_sale_stays_in_ours(
    twin: RunningTwin, taxed_by: TaxedBy
) -> None:
    catalog = replace(GOODS, taxed_by=taxed_by, adaptive_pricing=True)

    sale = sold(twin, ABROAD, catalog)

    snapshot = sale.invoice.snapshot
    assert (snapshot.total, snapshot.presented) == (Money(49_90, "eur"), Money(57_88, "usd"))
    assert sale.shop.audit(Patience()).breaches == ()
