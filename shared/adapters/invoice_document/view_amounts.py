"""Lines, tax summary and totals, as the template prints them."""

from __future__ import annotations

from itertools import accumulate

from shared.adapters.invoice_document import kinds
from shared.adapters.invoice_document.legal import law
from shared.adapters.invoice_document.pen import Pen
from shared.adapters.invoice_document.terms import Terms
from shared.adapters.invoice_document.wording import starting
from shared.domain.exchange import ExchangeRate
from shared.domain.invoice import DocumentKind, InvoiceSnapshot
from shared.domain.invoice_lines import InvoiceLine, TaxLine
from shared.domain.money import Money, tax_inside, zero
from shared.domain.tax import TaxCategory

Row = dict[str, object]

_NO_BREAK = "\N{NO-BREAK SPACE}"


def lines(sold: InvoiceSnapshot, pen: Pen) -> list[Row]:
    """`carry` is what all lines until this one come to."""
    carried = accumulate((line.gross for line in sold.lines), Money.__add__)
    return [
        _line(position, line, pen) | {"carry": pen.digits(carry)}
        for position, (line, carry) in enumerate(zip(sold.lines, carried, strict=True), 1)
    ]


def tax_rows(sold: InvoiceSnapshot, pen: Pen) -> list[list[str]]:
    return [
        [
            _treatment(row, sold.seller.address.country, pen),
            pen.digits(row.net),
            pen.digits(row.tax),
            pen.digits(row.net + row.tax),
        ]
        for row in sold.taxes
    ]


def small_print(sold: InvoiceSnapshot, pen: Pen) -> list[str]:
    words = pen.wording
    said = [words.amounts_in.format(currency=sold.total.currency.upper())]
    if sold.tax.minor:
        said.append(words.prices_include.format(tax=pen.tax.name))
    taken_off = sum(line.discount.minor for line in sold.lines)
    if sold.exchange is not None:
        said.append(_rate(sold.total.currency, sold.exchange, pen))
    if taken_off:
        shown = pen.isolated(pen.amount(Money(taken_off, sold.total.currency)))
        said.append(f"{words.discounts}: {shown}.")
    return said


def totals(sold: InvoiceSnapshot, terms: Terms, pen: Pen) -> Row:
    """Rows before the total, the total, and what is left of it to pay."""
    words = pen.wording
    before = [[words.net, pen.amount(sold.net)], [starting(pen.tax.name), pen.amount(sold.tax)]]
    if (national := sold.national_tax) is not None:
        code = national.currency.upper()
        label = words.tax_in.format(tax=starting(pen.tax.name), currency=code)
        before.append([label, pen.amount(national)])
    after = []
    if sold.kind is DocumentKind.INVOICE:
        due = sold.total if terms.due_on else zero(sold.total.currency)
        if not terms.due_on:
            after.append([kinds.status(sold, terms, pen), pen.amount(sold.total)])
        after.append([words.amount_due, pen.amount(due)])
    return {
        "before": before,
        "total": [kinds.total_name(sold, pen), pen.amount(sold.total)],
        "after": after,
        "card": "" if terms.due_on else kinds.card(sold, pen),
    }


def _line(position: int, line: InvoiceLine, pen: Pen) -> Row:
    words = pen.wording
    net_unit = line.unit - tax_inside(line.unit, line.treatment.percent)
    off = pen.isolated(f"\N{MINUS SIGN}{pen.digits(line.discount)}") if line.discount.minor else ""
    return {
        "position": pen.count(position),
        "name": pen.clean(line.name),
        "description": pen.clean(line.description),
        "discount": words.discount.format(amount=off) if off else "",
        "quantity": pen.count(line.quantity),
        "unit": pen.digits(line.unit),
        "unit_net": (
            words.unit_net.format(amount=pen.isolated(pen.digits(net_unit)))
            if line.treatment.percent
            else ""
        ),
        "tax": pen.percent(line.treatment.percent),
        "amount": pen.digits(line.gross),
    }


def _rate(currency: str, exchange: ExchangeRate, pen: Pen) -> str:
    one = f"1{_NO_BREAK}{currency.upper()}"
    equation = f"{one} = {pen.exact(exchange.rate)}{_NO_BREAK}{exchange.currency.upper()}"
    said = [pen.isolated(exchange.source)] if exchange.source else []
    said.append(pen.kept_whole(pen.day(exchange.published_on)))
    return f"{pen.isolated(equation)} ({', '.join(said)})."


def _treatment(row: TaxLine, seller_country: str, pen: Pen) -> str:
    """`25%`, `22% Italy` where another country's tax was charged, `Reverse charge`."""
    treatment = row.treatment
    if treatment.category not in {TaxCategory.STANDARD, TaxCategory.OTHER}:
        return law().category[treatment.category].words[pen.wording.language]
    rate = pen.isolated(pen.percent(treatment.percent))
    if treatment.country in {"", seller_country}:
        return rate
    return f"{rate} {pen.country(treatment.country)}"
