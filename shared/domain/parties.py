"""Who sells and who buys, as both stand on the document."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from shared.domain.address import Address


class Regime(StrEnum):
    """How the seller is taxed."""

    STANDARD = "standard"
    SMALL_BUSINESS = "small_business"  # no tax is charged, and the document says why


@dataclass(frozen=True, slots=True, kw_only=True)
class BankAccount:
    """Where an unpaid invoice is paid to."""

    iban: str
    bic: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Seller:
    """Read from `seller.json`, frozen into every document."""

    legal_name: str
    trading_name: str
    address: Address
    vat_id: str = ""  # with its country's prefix
    tax_number: str = ""  # the national one, for who has no VAT id
    registration: str = ""  # register and number, as the law of the seat wants it printed
    email: str
    phone: str = ""
    website: str = ""
    time_zone: str  # IANA name; decides the date of issue
    accent: str  # #rrggbb, the colour of the document
    accounting_currency: str = ""  # the tax is stated in it, too; empty: that of its state
    language: str = "en"  # of documents whose buyer's language is unknown; CLDR
    regime: Regime = Regime.STANDARD
    bank: BankAccount | None = None
    peppol_id: str = ""  # scheme:identifier, such as 0007:5566778899
    series: tuple[str, ...]  # parallel number series; orders are spread over them
    credit_series: str = "CN"
    reversal_series: str = "RV"


@dataclass(frozen=True, slots=True, kw_only=True)
class Buyer:
    """As the provider collected it. Personal data: never logged."""

    name: str
    email: str
    address: Address
    business_name: str = ""
    vat_id: str = ""  # as the provider verified it, with its country's prefix
    language: str = ""  # CLDR, such as `de` or `pt-BR`; empty where nobody asked
    peppol_id: str = ""
