"""From the cart to the mail in the buyer's language, and to the UBL between Peppol participants."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from email import message_from_bytes
from email.message import Message
from functools import partial
from itertools import count

import pytest

from shared.adapters.einvoice.hybrid import hybrid
from shared.adapters.invoice_document.document import render_invoice
from shared.adapters.receipt_mail.compose import compose_mail
from shared.adapters.stripe_checkout import StripeCheckout, stripe_client
from shared.adapters.stripe_sessions import StripeSessions
from shared.domain.catalog import TaxedBy
from shared.domain.cause import Cause
from shared.domain.ids import invoice_id_of, receipt_id_of
from shared.domain.invoice import Invoice
from shared.domain.order import Order
from shared.domain.parties import Seller
from shared.usecases.apply_stripe_event import ApplyStripeEvent
from shared.usecases.audit.books import Patience
from shared.usecases.describe_order import ReadOrder
from shared.usecases.open_checkout import Cart
from shared.usecases.read_taxed_sale import ReadTaxedSale
from tests.builders.catalog import a_catalog, a_product
from tests.builders.invoices import TRACEPARENT, a_seller
from tests.builders.purchases import CART, ordered, stored
from tests.chaos.faults import Faults
from tests.chaos.shop import Shop
from tests.emulators.stripe.running import KEY, RunningTwin

SELLER = replace(a_seller(), peppol_id="0007:5566778899")
BUSINESS = {
    "country": "DE",
    "line1": "Kastanienallee 42",
    "city": "Berlin",
    "tax_id": "DE 123456789",
}
_seeds = count(1_000)  # order ids of their own, since the account is one


@pytest.fixture(scope="module")
def twin() -> Iterator[RunningTwin]:
    """The account of a Swedish seller."""
    running = RunningTwin()
    running.listen("checkout.session.completed", "payment_intent.succeeded")
    running.stripe.v1.tax.registrations.create(
        params={
            "active_from": "now",
            "country": "SE",
            "country_options": {"se": {"type": "oss_union"}},
        }
    )
    yield running
    running.stop()


@dataclass(frozen=True, slots=True)
class Sold:
    shop: Shop
    order: Order

    @property
    def invoice(self) -> Invoice:
        return stored(self.shop, Invoice, invoice_id_of(self.order.id))

    @property
    def pdf(self) -> bytes:
        assert self.invoice.document is not None
        return self.shop.archive.read(self.invoice.document.name)

    @property
    def mail(self) -> Message:
        (mail,) = self.shop.mailer.sent
        return message_from_bytes(mail.mime)


def sold(twin: RunningTwin, cart: Cart, seller: Seller = SELLER) -> Sold:
    """The whole sale; only our own database, archive, topics and mailer are fakes."""
    shop = Shop(Faults(), seed=next(_seeds))
    shop.clock.move_to(twin.clock.now())
    catalog = a_catalog(a_product(tax_code="txcd_99999999"), taxed_by=TaxedBy.PROVIDER)
    provider = StripeCheckout(stripe_client(KEY, twin.url))
    shop.open_checkout = replace(shop.open_checkout, catalog=catalog, provider=provider)
    reader = ReadTaxedSale(StripeSessions(KEY, twin.url), seller)
    apply = ApplyStripeEvent(
        transactions=shop.open_checkout.transactions,
        relay=shop.issue.relay,
        seller=seller,
        read_taxed=reader,
        now=shop.clock,
    )
    shop.receive_stripe = replace(shop.receive_stripe, apply=apply)
    shop.issue = replace(shop.issue, render=partial(hybrid, typeset=render_invoice))
    compose = partial(compose_mail, order_url="https://shop.example/o", sender=seller.email)
    shop.send_receipt = replace(
        shop.send_receipt, compose=lambda receipt, about: compose(receipt=receipt, about=about)
    )
    before = len(twin.shop.deliveries)

    order = ordered(shop, cart=cart)
    session = twin.stripe.v1.checkout.sessions.retrieve(str(order.page.session_id))
    assert twin.pay(session, **BUSINESS)["outcome"] == "complete"
    for delivery in twin.shop.wait_for_count(before + 2)[before:]:
        shop.receive_stripe(delivery.body, TRACEPARENT)
    shop.number("INV")
    invoice_id = invoice_id_of(order.id)
    shop.issue(invoice_id, Cause("evt_numbered", TRACEPARENT))
    shop.send_receipt(receipt_id_of(invoice_id), Cause("task:receipt", TRACEPARENT))
    return Sold(shop, stored(shop, Order, order.id))


def test_a_sale_in_arabic_ends_in_an_arabic_document_and_an_arabic_mail(twin: RunningTwin) -> None:
    sale = sold(twin, replace(CART, language="ar", page_language="ar"))

    assert re.search(rb"/Lang ?\(ar", sale.pdf)
    assert sale.mail["Content-Language"] == "ar"
    assert "locale" not in json.loads(sale.order.page.parameters)
    assert sale.shop.audit(Patience()).breaches == ()


def test_stripe_is_asked_for_a_page_in_the_language_that_the_shop_named(twin: RunningTwin) -> None:
    sale = sold(twin, replace(CART, language="de", page_language="de-AT"))

    session = twin.stripe.v1.checkout.sessions.retrieve(str(sale.order.page.session_id))
    assert session.locale == "de"
    assert sale.mail["Content-Language"] == "de"


def test_between_two_participants_the_ubl_is_archived_and_offered(twin: RunningTwin) -> None:
    cart = replace(CART, peppol_id="9930:DE123456789")
    sale = sold(twin, cart)

    assert sale.invoice.peppol is not None
    ubl = sale.shop.archive.read(sale.invoice.peppol.name)
    assert b'<cbc:EndpointID schemeID="9930">DE123456789</cbc:EndpointID>' in ubl
    assert b'<cbc:EndpointID schemeID="0007">5566778899</cbc:EndpointID>' in ubl
    seen = ReadOrder(sale.shop.database, sale.shop.open_checkout.describe)(sale.order.id)
    assert seen is not None
    (document,) = seen["documents"]
    assert document["xml_url"].endswith(".xml")
    assert sale.shop.audit(Patience()).breaches == ()


@pytest.mark.parametrize(
    ("seller", "peppol_id"),
    [
        pytest.param(SELLER, "", id="buyer-is-none"),
        pytest.param(a_seller(), "9930:DE123456789", id="seller-is-none"),
        pytest.param(SELLER, "1234:DE123456789", id="a-scheme-that-peppol-does-not-have"),
    ],
)
def test_otherwise_there_is_no_ubl_and_the_sale_goes_its_way(
    twin: RunningTwin, seller: Seller, peppol_id: str
) -> None:
    cart = replace(CART, peppol_id=peppol_id)
    sale = sold(twin, cart, seller)

    assert sale.invoice.document is not None
    assert sale.invoice.peppol is None
    assert len(sale.shop.mailer.sent) == 1
