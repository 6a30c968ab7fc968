"""What EN 16931 asks of each VAT category, and of the rows of the tax summary."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from shared.adapters.einvoice.en16931 import Document, TaxRow
from shared.adapters.einvoice.objection import Found
from shared.domain.tax_territory import vat_country


@dataclass(frozen=True, slots=True)
class _Asks:
    """What a category asks for, and the start of the names of its rules."""

    rules: str
    is_taxed: bool = False
    has_reason: bool = True
    has_buyer_vat_id: bool = False
    may_do_with_tax_number: bool = True  # in place of the seller's VAT id


_CATEGORIES = {
    "S": _Asks("BR-S", is_taxed=True, has_reason=False),
    "Z": _Asks("BR-Z", has_reason=False),
    "E": _Asks("BR-E"),
    # EN 16931 takes a legal id of the buyer instead; Art. 226(4) of 2006/112/EC does not.
    "AE": _Asks("BR-AE", has_buyer_vat_id=True),
    "K": _Asks("BR-IC", has_buyer_vat_id=True, may_do_with_tax_number=False),
    "G": _Asks("BR-G", may_do_with_tax_number=False),
    "O": _Asks("BR-O"),
}
_SLACK = Decimal(1)  # one unit of currency: BR-CO-17 allows for rounding per line


def check_taxes(document: Document) -> Found:
    yield bool(document.taxes), "BR-CO-18", "BG-23"
    rows = {(row.category, row.percent) for row in document.taxes}
    yield len(rows) == len(document.taxes), "BR-S-08", "BG-23"
    for category, percent in {(line.category, line.percent) for line in document.lines}:
        yield category in _CATEGORIES, "BR-CL-17", category
        yield (category, percent) in rows, "BR-S-01", category
    for row in document.taxes:
        if row.category in _CATEGORIES:
            yield from _row(document, row, _CATEGORIES[row.category])
            yield from _parties(document, _CATEGORIES[row.category])
    if "O" in document.categories:
        yield from _out_of_scope(document)
    if "K" in document.categories:
        yield from _intra_community(document)


def _row(document: Document, row: TaxRow, asks: _Asks) -> Found:
    same = (row.category, row.percent)
    lines = [line.net for line in document.lines if (line.category, line.percent) == same]
    due = row.base * row.percent / 100
    yield row.base == sum(lines, Decimal()), f"{asks.rules}-08", "BT-116"
    yield abs(row.tax - due) < _SLACK, "BR-CO-17", "BT-117"
    yield bool(row.percent) == asks.is_taxed, f"{asks.rules}-05", "BT-119"
    yield asks.is_taxed or row.tax == 0, f"{asks.rules}-09", "BT-117"
    has_reason = bool(row.reason or row.reason_code)
    yield has_reason == asks.has_reason, f"{asks.rules}-10", "BT-120"


def _parties(document: Document, asks: _Asks) -> Found:
    if asks.rules == "BR-O":
        return
    seller = document.seller
    by_number = asks.may_do_with_tax_number and bool(seller.tax_number)
    yield bool(seller.vat_id) or by_number, f"{asks.rules}-02", "BT-31"
    yield bool(document.buyer.vat_id) or not asks.has_buyer_vat_id, f"{asks.rules}-02", "BT-48"


def _out_of_scope(document: Document) -> Found:
    yield document.categories == {"O"}, "BR-O-11", "BG-25"
    yield not (document.seller.vat_id or document.buyer.vat_id), "BR-O-02", "BT-31"


def _intra_community(document: Document) -> Found:
    delivery = document.delivery
    has_day = delivery.on is not None or delivery.start is not None
    yield has_day, "BR-IC-11", "BT-72"
    yield delivery.to is not None and bool(delivery.to.country), "BR-IC-12", "BT-80"
    is_abroad = vat_country(document.buyer.vat_id) != vat_country(document.seller.vat_id)
    yield is_abroad, "KV-IC", "BT-48"  # Art. 138(1)(b): registered in another member state
