"""A document as rows: one in the index, one per rate, one per posting."""

from __future__ import annotations

from collections.abc import Iterator

from shared.cli.export.cells import Cell, amount
from shared.domain.file_names import PDF, XML, file_name
from shared.domain.invoice import ArchivedDocument, Invoice
from shared.domain.invoice_lines import TaxLine
from shared.domain.money import Money
from shared.usecases.export_year.issued import Issued
from shared.usecases.export_year.stated_tax import stated_parts, stated_tax


def index_row(issued: Issued) -> dict[str, Cell]:
    document, snapshot = issued.document, issued.document.snapshot
    stated = stated_tax(snapshot)
    return {
        "number": issued.number,
        "kind": snapshot.kind.value,
        "series": document.series,
        "issue_date": issued.issue_date.isoformat(),
        "supply_date": snapshot.supply.on.isoformat() if snapshot.supply else None,
        "order_id": document.order_id,
        "buyer_name": snapshot.buyer.business_name or snapshot.buyer.name,
        "buyer_country": snapshot.buyer.address.country,
        "buyer_vat_id": snapshot.buyer.vat_id,
        "currency": snapshot.total.currency.upper(),
        "net": _signed(issued, snapshot.net),
        "tax": _signed(issued, snapshot.tax),
        "gross": _signed(issued, snapshot.total),
        "taxes": "; ".join(_in_words(issued, row) for row in snapshot.taxes),
        "tax_currency": stated.currency.upper(),
        "tax_in_tax_currency": _signed(issued, stated),
        "corrects": snapshot.corrects.number_text if snapshot.corrects else None,
        "e_invoice_in_pdf": "yes" if document.has_xml else "no",
        **_file("pdf", document, PDF, document.document),
        **_file("xml", document, XML, document.peppol),
    }


def tax_rows(issued: Issued) -> Iterator[dict[str, Cell]]:
    snapshot = issued.document.snapshot
    for row, stated in zip(snapshot.taxes, stated_parts(snapshot), strict=True):
        yield {
            "number": issued.number,
            "kind": snapshot.kind.value,
            "issue_date": issued.issue_date.isoformat(),
            "currency": snapshot.total.currency.upper(),
            "tax_country": row.treatment.country,
            "category": row.treatment.category.value,
            "percent": f"{row.treatment.percent.normalize():f}",
            "exemption": row.treatment.exemption,
            "net": _signed(issued, row.net),
            "tax": _signed(issued, row.tax),
            "gross": _signed(issued, row.net + row.tax),
            "tax_currency": stated.currency.upper(),
            "tax_in_tax_currency": _signed(issued, stated),
        }


def journal_rows(issued: Issued) -> Iterator[dict[str, Cell]]:
    entry = issued.entry
    for posting in entry.postings if entry else ():
        is_debit = posting.amount.minor >= 0
        yield {
            "entry_id": entry.id if entry else None,
            "booked_at": entry.at.isoformat().replace("+00:00", "Z") if entry else None,
            "number": issued.number,
            "order_id": issued.document.order_id,
            "account": posting.account.value,
            "currency": posting.amount.currency.upper(),
            "debit": posting.amount if is_debit else None,
            "credit": None if is_debit else -posting.amount,
        }


def zip_name(document: Invoice, ending: str) -> str:
    """`documents/INV/INV-2026-000123.pdf`."""
    return f"documents/{document.series}/{file_name(document, ending)}"


def _file(
    word: str, document: Invoice, ending: str, file: ArchivedDocument | None
) -> dict[str, Cell]:
    return {
        f"{word}_file": zip_name(document, ending) if file else None,
        f"{word}_sha256": file.sha256 if file else None,
    }


def _signed(issued: Issued, money: Money) -> Money:
    return Money(issued.sign * money.minor, money.currency)


def _in_words(issued: Issued, row: TaxLine) -> str:
    """`SE S 25%: 71.20 + 17.80`."""
    net, tax = (amount(issued.sign * part.minor, part.currency) for part in (row.net, row.tax))
    treatment = row.treatment
    rate = f"{treatment.category.value} {treatment.percent.normalize():f}%"
    return f"{treatment.country} {rate}: {net} + {tax}".lstrip()
