"""Lines and totals of the mail. Tax is told apart as on the document."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from shared.adapters.invoice_document.pen import Pen
from shared.adapters.invoice_document.view_amounts import tax_rows
from shared.adapters.invoice_document.wording import starting
from shared.domain.invoice import InvoiceSnapshot
from shared.domain.invoice_lines import InvoiceLine, TaxLine
from shared.domain.money import Money
from shared.domain.tax import TaxCategory

_OPEN, _CLOSE = "\u2068", "\u2069"  # an isolate in the direction of its own first letter (UAX 9)


def apart(text: str, pen: Pen) -> str:
    """A name, number or amount that keeps its own order also within Arabic."""
    return f"{_OPEN}{text}{_CLOSE}" if text and pen.wording.is_right_to_left else text


def amount(money: Money, pen: Pen) -> str:
    return apart(pen.amount(money), pen)


def totals(sold: InvoiceSnapshot, pen: Pen) -> list[tuple[str, str]]:
    """What the total is made of: name and amount."""
    return [(pen.wording.net, amount(sold.net, pen)), *_taxes(sold, pen)]


def presented(sold: InvoiceSnapshot, name: str, pen: Pen) -> list[tuple[str, str]]:
    """The total in the currency in which it moved at the buyer's; nothing if that is the same."""
    return [] if sold.presented is None else [(name, amount(sold.presented, pen))]


def lines(shown: Iterable[InvoiceLine], pen: Pen) -> list[dict[str, str]]:
    return [
        {
            "name": apart(pen.clean(line.name), pen),
            "detail": f"{pen.count(line.quantity)} × {amount(line.unit, pen)}",  # noqa: RUF001 - the sign for times is meant
            "discount": _discount(line.discount, pen),
            "total": amount(line.gross, pen),
        }
        for line in shown
    ]


def _taxes(sold: InvoiceSnapshot, pen: Pen) -> Iterator[tuple[str, str]]:
    tax = starting(pen.tax.name)
    for row, (treatment, *_) in zip(sold.taxes, tax_rows(sold, pen), strict=True):
        yield (f"{tax} {treatment}" if _has_rate(row) else treatment), amount(row.tax, pen)
    if (national := sold.national_tax) is not None:
        label = pen.wording.tax_in.format(tax=tax, currency=national.currency.upper())
        yield label, amount(national, pen)


def _has_rate(row: TaxLine) -> bool:
    return row.treatment.category in {TaxCategory.STANDARD, TaxCategory.OTHER}


def _discount(off: Money, pen: Pen) -> str:
    if not off.minor:
        return ""
    return pen.wording.discount.format(amount=apart(f"\N{MINUS SIGN}{pen.amount(off)}", pen))
