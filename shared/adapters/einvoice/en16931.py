"""An invoice in the terms of EN 16931-1: what CII and UBL are two spellings of.

Each comment names the business term (BT). Empty text and None are left out of the XML.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from shared.domain.address import Address

INVOICE = "380"
CREDIT_NOTE = "381"


@dataclass(frozen=True, slots=True)
class Identifier:
    value: str
    scheme: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Party:
    name: str  # BT-27, BT-44
    trading_name: str = ""  # BT-28, BT-45
    address: Address  # BG-5, BG-8
    vat_id: str = ""  # BT-31, BT-48
    tax_number: str = ""  # BT-32
    legal_id: Identifier | None = None  # BT-30, BT-47
    endpoint: Identifier | None = None  # BT-34, BT-49
    contact: str = ""  # BT-41, BT-56
    phone: str = ""  # BT-42, BT-57
    email: str = ""  # BT-43, BT-58


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    id: str  # BT-126
    quantity: int  # BT-129
    unit: str = "C62"  # BT-130, UN/ECE rec. 20: one
    net: Decimal  # BT-131
    discount: Decimal = Decimal()  # BT-136, without tax
    price: Decimal  # BT-146, without tax, before the discount
    category: str  # BT-151
    percent: Decimal  # BT-152
    name: str  # BT-153
    description: str = ""  # BT-154
    sku: str = ""  # BT-155


@dataclass(frozen=True, slots=True, kw_only=True)
class TaxRow:
    base: Decimal  # BT-116
    tax: Decimal  # BT-117
    category: str  # BT-118
    percent: Decimal  # BT-119
    reason: str = ""  # BT-120
    reason_code: str = ""  # BT-121


@dataclass(frozen=True, slots=True, kw_only=True)
class Totals:
    lines: Decimal  # BT-106
    net: Decimal  # BT-109
    tax: Decimal  # BT-110
    tax_in_tax_currency: Decimal | None = None  # BT-111
    gross: Decimal  # BT-112
    paid: Decimal  # BT-113
    due: Decimal  # BT-115


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivery:
    on: date | None = None  # BT-72
    start: date | None = None  # BT-73
    end: date | None = None  # BT-74
    to_name: str = ""  # BT-70
    to: Address | None = None  # BG-15


@dataclass(frozen=True, slots=True, kw_only=True)
class Means:
    code: str  # BT-81
    reference: str = ""  # BT-83
    iban: str = ""  # BT-84
    bic: str = ""  # BT-86
    card: str = ""  # BT-87


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    number: str  # BT-1
    issued_on: date  # BT-2
    type_code: str  # BT-3
    currency: str  # BT-5
    tax_currency: str = ""  # BT-6
    buyer_reference: str = ""  # BT-10
    sales_order: str = ""  # BT-14
    note: str = ""  # BT-22
    preceding_number: str = ""  # BT-25
    preceding_date: date | None = None  # BT-26
    seller: Party  # BG-4
    buyer: Party  # BG-7
    delivery: Delivery  # BG-13
    means: Means  # BG-16
    totals: Totals  # BG-22
    taxes: tuple[TaxRow, ...]  # BG-23
    lines: tuple[Line, ...]  # BG-25

    @property
    def is_credit_note(self) -> bool:
        return self.type_code == CREDIT_NOTE

    @property
    def categories(self) -> frozenset[str]:
        return frozenset(line.category for line in self.lines)

    @property
    def is_between_participants(self) -> bool:
        """Both sides can be reached over Peppol; `EM`, e-mail, is no address there."""
        ends = (self.seller.endpoint, self.buyer.endpoint)
        return all(end is not None and end.scheme != "EM" for end in ends)
