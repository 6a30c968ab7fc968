"""The rules of EN 16931 that our documents could break, checked before any XML leaves.

The official schematrons need a Java-sized XSLT processor; they run in tests, these here run on
every document. What they find costs the document its XML, never its PDF.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from shared.adapters.einvoice.checks_tax import check_taxes
from shared.adapters.einvoice.code_lists import COUNTRIES
from shared.adapters.einvoice.en16931 import CREDIT_NOTE, INVOICE, Document, Line, Party
from shared.adapters.einvoice.objection import Found, Objection, objections
from shared.domain.money import CURRENCIES
from shared.domain.participant import ENDPOINT_SCHEMES
from shared.domain.payment_means import MeansCode
from shared.domain.tax_territory import vat_country

_LINE_SLACK = Decimal("0.01")
_CARD_DIGITS_MAX = 10  # the first six and the last four (BR-51)


def check(document: Document) -> tuple[Objection, ...]:
    """Nothing, if both `cii` and `ubl` will be valid."""
    rows = [
        *_head(document),
        *_party(document.seller, "seller", ("BR-06", "BR-09", "BR-62")),
        *_party(document.buyer, "buyer", ("BR-07", "BR-11", "BR-63")),
        *_identification(document),
        *_delivery(document),
        *_means(document),
        *_totals(document),
        *check_taxes(document),
    ]
    for line in document.lines:
        rows += _line(line)
    return tuple(objections(rows))


def _head(document: Document) -> Found:
    is_correction = document.type_code == CREDIT_NOTE
    yield bool(document.number), "BR-02", "BT-1"
    yield document.type_code in {INVOICE, CREDIT_NOTE}, "BR-CL-01", "BT-3"
    yield document.currency.lower() in CURRENCIES, "BR-CL-04", "BT-5"
    yield document.tax_currency.lower() in {"", *CURRENCIES}, "BR-CL-05", "BT-6"
    yield document.tax_currency != document.currency, "KV-TAX-CURRENCY", "BT-6"
    yield bool(document.lines), "BR-16", "BG-25"
    # Art. 219 of 2006/112/EC, which EN 16931 leaves to the parties.
    yield not is_correction or bool(document.preceding_number), "KV-CORRECTS", "BT-25"


def _party(party: Party, who: str, rules: tuple[str, str, str]) -> Found:
    no_name, no_country, no_scheme = rules
    yield bool(party.name), no_name, who
    yield bool(party.address.country), no_country, who
    yield party.address.country in {"", *COUNTRIES}, "BR-CL-14", who
    yield vat_country(party.vat_id) in COUNTRIES or not party.vat_id, "BR-CO-09", who
    if party.endpoint is not None:
        yield bool(party.endpoint.scheme), no_scheme, who
        yield party.endpoint.scheme in ENDPOINT_SCHEMES, "BR-CL-25", who


def _identification(document: Document) -> Found:
    seller = document.seller
    yield bool(seller.legal_id or seller.vat_id), "BR-CO-26", "seller"


def _delivery(document: Document) -> Found:
    delivery = document.delivery
    if delivery.to is not None:
        yield bool(delivery.to.country), "BR-57", "BT-80"
        yield delivery.to.country in {"", *COUNTRIES}, "BR-CL-14", "BT-80"
    if delivery.start is not None and delivery.end is not None:
        yield delivery.start <= delivery.end, "BR-29", "BG-14"


def _means(document: Document) -> Found:
    means = document.means
    needs_account = means.code in {MeansCode.TRANSFER, MeansCode.SEPA_TRANSFER}
    yield means.code in set(MeansCode), "BR-CL-16", "BT-81"
    yield not needs_account or bool(means.iban), "BR-61", "BT-84"
    yield len(means.card) <= _CARD_DIGITS_MAX, "BR-51", "BT-87"


def _totals(document: Document) -> Found:
    totals = document.totals
    in_lines = sum((line.net for line in document.lines), Decimal())
    in_rows = sum((row.tax for row in document.taxes), Decimal())
    yield totals.lines == in_lines, "BR-CO-10", "BT-106"
    yield totals.net == totals.lines, "BR-CO-13", "BT-109"
    yield totals.tax == in_rows, "BR-CO-14", "BT-110"
    yield totals.gross == totals.net + totals.tax, "BR-CO-15", "BT-112"
    yield totals.due == totals.gross - totals.paid, "BR-CO-16", "BT-115"
    # BR-CO-25 asks for terms or a date of payment; ours are paid before they are issued.
    yield totals.due == 0, "BR-CO-25", "BT-115"
    has_national = totals.tax_in_tax_currency is not None
    yield has_national == bool(document.tax_currency), "BR-53", "BT-111"
    for value, term in _amounts(document):
        yield has_two_digits(value), "BR-DEC", term


def _amounts(document: Document) -> Iterator[tuple[Decimal, str]]:
    totals = document.totals
    yield from ((totals.lines, "BT-106"), (totals.net, "BT-109"), (totals.tax, "BT-110"))
    yield from ((totals.gross, "BT-112"), (totals.paid, "BT-113"), (totals.due, "BT-115"))
    if totals.tax_in_tax_currency is not None:
        yield totals.tax_in_tax_currency, "BT-111"
    for row in document.taxes:
        yield from ((row.base, "BT-116"), (row.tax, "BT-117"))


def _line(line: Line) -> Found:
    where = f"line {line.id}"
    by_price = line.price * line.quantity - line.discount
    yield bool(line.name), "BR-25", where
    yield line.quantity > 0, "BR-22", where
    yield line.price >= 0, "BR-27", where
    yield line.discount >= 0, "KV-DISCOUNT", where
    yield abs(by_price - line.net) <= _LINE_SLACK, "KV-LINE", where
    yield has_two_digits(line.net) and has_two_digits(line.discount), "BR-DEC", where


def has_two_digits(value: Decimal) -> bool:
    """As BR-DEC-01 to -28 want every amount: 0.125 Kuwaiti dinars have no form."""
    return value == round(value, 2)
