"""Documents that somebody broke on purpose, and the rule that each of them breaks."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from shared.adapters.einvoice.en16931 import Document, Identifier
from shared.adapters.einvoice.view import document_of
from shared.domain.address import Address
from tests.einvoice.cases import GOLDEN


@dataclass(frozen=True, slots=True)
class Broken:
    case: str  # the golden case that it was
    rule: str  # what our own check must say
    spoil: Callable[[Document], Document]
    official: str | None = ""  # the official rule, if it is another one; None if there is none
    in_cii: str = ""  # what the rule is called there, if it has another name

    @property
    def document(self) -> Document:
        return self.spoil(document_of(GOLDEN[self.case]))

    @property
    def official_rule(self) -> str | None:
        return self.rule if self.official == "" else self.official


def _with(**changes: Any) -> Callable[[Document], Document]:
    return lambda document: replace(document, **changes)


def _in(part: str, **changes: Any) -> Callable[[Document], Document]:
    """Change a part, or every row of one that has several."""

    def spoil(document: Document) -> Document:
        value = getattr(document, part)
        if isinstance(value, tuple):
            changed: Any = tuple(replace(row, **changes) for row in value)
        else:
            changed = replace(value, **changes)
        return replace(document, **{part: changed})

    return spoil


def _add(part: str, field: str, more: str) -> Callable[[Document], Document]:
    def spoil(document: Document) -> Document:
        first, *others = getattr(document, part)
        changed = replace(first, **{field: getattr(first, field) + Decimal(more)})
        rows: Any = (changed, *others)
        return replace(document, **{part: rows})

    return spoil


def _mixed(document: Document) -> Document:
    other = document_of(GOLDEN["one-rate-sv"])
    return replace(
        document,
        lines=document.lines + tuple(replace(line, id="2") for line in other.lines),
        taxes=document.taxes + other.taxes,
    )


def _no_rate(document: Document) -> Document:
    without = _in("taxes", percent=Decimal(), tax=Decimal())
    return _in("lines", percent=Decimal())(without(document))


_NOWHERE = Address(line1="1 Main St", city="Portland")

BROKEN = {
    "no-number": Broken("discount", "BR-02", _with(number="")),
    "no-seller-name": Broken("discount", "BR-06", _in("seller", name="")),
    "no-buyer-name": Broken("discount", "BR-07", _in("buyer", name="")),
    "no-seller-country": Broken("discount", "BR-09", _in("seller", address=_NOWHERE)),
    "no-buyer-country": Broken("discount", "BR-11", _in("buyer", address=_NOWHERE)),
    "unknown-country": Broken("discount", "BR-CL-14", _in("buyer", address=Address(country="QQ"))),
    "unknown-currency": Broken("discount", "BR-CL-04", _with(currency="XYZ")),
    "unknown-type": Broken("discount", "BR-CL-01", _with(type_code="999")),
    "unknown-means": Broken("discount", "BR-CL-16", _in("means", code="ZZ"), "BR-CL-16"),
    "unknown-category": Broken("discount", "BR-CL-17", _in("lines", category="X"), "BR-CL-18"),
    "unknown-endpoint": Broken(
        "discount", "BR-CL-25", _in("buyer", endpoint=Identifier("1", "0000"))
    ),
    "no-lines": Broken("discount", "BR-16", _with(lines=())),
    "no-item-name": Broken("discount", "BR-25", _in("lines", name="")),
    "negative-price": Broken("discount", "BR-27", _in("lines", price=Decimal(-1))),
    "sum-of-lines": Broken("discount", "BR-CO-10", _add("lines", "net", "1.00")),
    "sum-of-taxes": Broken("two-rates-de", "BR-CO-14", _add("taxes", "tax", "0.10")),
    "gross": Broken("discount", "BR-CO-15", _in("totals", gross=Decimal(1), paid=Decimal(1))),
    "due": Broken("discount", "BR-CO-16", _in("totals", due=Decimal(1))),
    "tax-two-euros-off": Broken("discount", "BR-CO-17", _add("taxes", "tax", "2.00")),
    "no-tax-rows": Broken("discount", "BR-CO-18", _with(taxes=())),
    "no-seller-id": Broken(
        "discount", "BR-CO-26", _in("seller", vat_id="", legal_id=None, tax_number="1")
    ),
    "vat-id-without-country": Broken("discount", "BR-CO-09", _in("seller", vat_id="123456789")),
    "thousandths": Broken("discount", "BR-DEC", _in("totals", paid=Decimal("1.005")), None),
    "line-does-not-multiply": Broken("discount", "KV-LINE", _in("lines", price=Decimal(1)), None),
    "note-without-invoice": Broken(
        "credit-note-whole", "KV-CORRECTS", _with(preceding_number=""), None
    ),
    "standard-without-rate": Broken("discount", "BR-S-05", _no_rate),
    "standard-without-vat-id": Broken("discount", "BR-S-02", _in("seller", vat_id="")),
    "standard-base": Broken("discount", "BR-S-08", _add("taxes", "base", "5.00")),
    "standard-with-reason": Broken("discount", "BR-S-10", _in("taxes", reason="why not")),
    "exempt-without-reason": Broken(
        "exempt-nl", "BR-E-10", _in("taxes", reason="", reason_code="")
    ),
    "reverse-charge-without-reason": Broken(
        "reverse-charge-fr", "BR-AE-10", _in("taxes", reason="", reason_code="")
    ),
    "reverse-charge-without-buyer-id": Broken(
        "reverse-charge-fr", "BR-AE-02", _in("buyer", vat_id="")
    ),
    # Enough for EN 16931, and too little for Art. 226(4) of 2006/112/EC.
    "reverse-charge-by-legal-id": Broken(
        "reverse-charge-fr",
        "BR-AE-02",
        _in("buyer", vat_id="", legal_id=Identifier("303265045", "0002")),
        None,
    ),
    "within-the-union-without-id": Broken(
        "intra-community-fr", "BR-IC-02", _in("buyer", vat_id="")
    ),
    "within-the-union-without-place": Broken(
        "intra-community-fr", "BR-IC-12", _in("delivery", to=None)
    ),
    "within-the-union-without-day": Broken(
        "intra-community-fr", "BR-IC-11", _in("delivery", on=None)
    ),
    "within-the-union-at-home": Broken(
        "intra-community-fr", "KV-IC", _in("buyer", vat_id="DE123456789"), None
    ),
    "export-by-tax-number": Broken(
        "export-us", "BR-G-02", _in("seller", vat_id="", tax_number="22/815/08151")
    ),
    "out-of-scope-with-vat-id": Broken(
        "out-of-scope-us", "BR-O-02", _in("seller", vat_id="DE136695976")
    ),
    "out-of-scope-mixed": Broken("out-of-scope-us", "BR-O-11", _mixed),
    "no-tax-in-tax-currency": Broken(
        "euro-with-tax-in-kronor", "BR-53", _in("totals", tax_in_tax_currency=None)
    ),
    "transfer-without-account": Broken(
        "paid-by-transfer", "BR-61", _in("means", iban=""), in_cii="CII-SR-470"
    ),
    "place-without-country": Broken("export-us", "BR-57", _in("delivery", to=_NOWHERE)),
}
