from __future__ import annotations

import json
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shared.domain.money import CURRENCIES, Money
from tests.adapters.receipt_mail.letters import ORDER_URL, a_letter, html_of, text_of
from tests.adapters.receipt_mail.page import Page, page_of
from tests.builders.invoices import a_buyer, a_line, a_numbered_invoice, a_seller

HTML_SIZE_MAX = 40_000  # Gmail cuts at 102 kB


FACTS = [
    "Nordljus Press",
    "Thank you for your order",
    "We have received your payment of €89.00.",
    "ord_7f3kq2m9x4v1c8r5t6w0y2z3ab",
    "Attached as a PDF: Invoice INV-2026-000123",
    "Paid on 22 November 2026",
    "Jana Weiß",
    "Aurora over Abisko",
    "1 × €89.00",  # noqa: RUF001 - the sign for times is meant
    "€71.20",
    "VAT 25%",
    "€17.80",
    "Nordljus Press AB · Hornsgatan 58 · 118 21 Stockholm · Sweden",
    "VAT ID SE556677889901 · Org. no. 556677-8899",
    "hello@nordljus.example",
]


@pytest.mark.parametrize("fact", FACTS)
def test_both_readers_are_told(fact: str) -> None:
    letter = a_letter(a_numbered_invoice())

    assert fact in text_of(letter)
    assert fact in Page(html_of(letter)).text


def test_the_button_leads_to_the_order_and_nothing_leads_elsewhere() -> None:
    letter = a_letter(a_numbered_invoice())

    assert ORDER_URL in text_of(letter)
    assert Page(html_of(letter)).links == [ORDER_URL]


def test_the_html_is_well_formed_and_loads_nothing() -> None:
    page = page_of(a_numbered_invoice())

    assert page.open == []
    assert {"img", "link", "iframe", "form", "input"}.isdisjoint(page.elements)


def test_mail_programs_find_the_order_in_schema_orgs_words() -> None:
    lines = (a_line(), a_line("Quiet Fjord", quantity=2, unit=Money(49_00, "eur")))

    order = json.loads(page_of(a_numbered_invoice(*lines)).machine)

    assert order["@type"] == "Order"
    assert order["orderNumber"] == "ord_7f3kq2m9x4v1c8r5t6w0y2z3ab"
    assert order["merchant"]["name"] == "Nordljus Press"
    assert (order["price"], order["priceCurrency"]) == ("187.00", "EUR")
    assert order["url"] == ORDER_URL
    offers = [(offer["itemOffered"]["name"], offer["price"]) for offer in order["acceptedOffer"]]
    assert offers == [("Aurora over Abisko", "89.00"), ("Quiet Fjord", "49.00")]


@pytest.mark.parametrize("currency", CURRENCIES)
def test_every_currency_is_shown_with_its_own_digits(currency: str) -> None:
    unit = Money(1_234_500, currency)

    page = page_of(a_numbered_invoice(a_line(unit=unit)))

    assert f"{unit.decimal():,f}" in page.text
    assert json.loads(page.machine)["price"] == f"{unit.decimal():f}"


def test_a_long_order_is_cut_short_since_the_invoice_has_every_line() -> None:
    letter = a_letter(a_numbered_invoice(*(a_line(f"Print number {n}") for n in range(1, 101))))

    for body in (text_of(letter), html_of(letter)):
        assert "Print number 20" in body
        assert "Print number 21" not in body
        assert "More lines in the attached document: 80" in body
        assert "€8,900.00" in body
    assert len(html_of(letter).encode()) <= HTML_SIZE_MAX


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("<script>alert(1)</script>", "<script>alert(1)</script>"),
        ('"><img src=x onerror=alert(1)>', '"><img src=x onerror=alert(1)>'),
        ("{{7*7}} {% raw %}", "{{7*7}} {% raw %}"),
        ('#read("/etc/passwd")', '#read("/etc/passwd")'),
        ("</script><!--", "</script><!--"),
        ("Eve\r\nBcc: all@x.example", "Eve Bcc: all@x.example"),
        ("\u202eevil\u202c", "evil"),
        ("Ring\x07 me", "Ring me"),
        ("Ann 🎁 山田 ليلى", "Ann 🎁 山田 ليلى"),
    ],
)
def test_a_name_is_shown_as_it_is_or_cleaned(name: str, shown: str) -> None:
    letter = a_letter(a_numbered_invoice(a_line(name), buyer=a_buyer(name)))
    page = Page(html_of(letter))

    assert f"Billed to: {shown}\n" in text_of(letter)
    assert f"Billed to {shown} " in page.text
    assert page.elements == page_of(a_numbered_invoice()).elements
    assert json.loads(page.machine)["acceptedOffer"][0]["itemOffered"]["name"] == shown
    assert sorted(letter.keys()) == sorted(a_letter(a_numbered_invoice()).keys())


@settings(max_examples=60, deadline=None)
@given(
    name=st.text(st.characters(exclude_categories=())),
    product=st.text(st.characters(exclude_categories=())),
)
def test_any_text_leads_to_a_whole_mail(name: str, product: str) -> None:
    letter = a_letter(a_numbered_invoice(a_line(product), buyer=a_buyer(name)))
    page = Page(html_of(letter))

    assert page.open == []
    assert "€89.00" in page.text
    assert text_of(letter).rstrip().endswith("an order with Nordljus Press.")


def test_a_pale_accent_is_darkened_for_the_day_and_kept_for_the_night() -> None:
    html = html_of(a_letter(a_numbered_invoice(seller=replace(a_seller(), accent="#f5c400"))))

    night = html[html.index("prefers-color-scheme") : html.index("</style>")]
    assert "#f5c400" in night
    assert "#f5c400" not in html.replace(night, "")
