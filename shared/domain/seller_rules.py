"""What must be known of a seller before the first document may be issued in its name."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from shared.domain.law import law
from shared.domain.participant import is_participant_id
from shared.domain.parties import Regime, Seller
from shared.domain.reference_rates import REFERENCED

_NUMBER_WITHOUT_SERIES = len("-2026-000123")

_SERIES = re.compile(r"[A-Z0-9]{1,10}")
_ACCENT = re.compile(r"#[0-9a-f]{6}")
_EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")
_IBAN = re.compile(r"[A-Z]{2}\d{2}[A-Z0-9]{11,30}")
_BIC = re.compile(r"[A-Z]{6}[A-Z0-9]{2}([A-Z0-9]{3})?")


@dataclass(frozen=True, slots=True)
class Lack:
    """One thing that is missing or wrong: where in `seller.json`, and what to write there."""

    where: str
    remedy: str


def lacks_of(seller: Seller) -> tuple[Lack, ...]:
    """Empty when documents may be issued."""
    return (
        *_identity(seller),
        *_tax(seller),
        *_payment(seller),
        *_numbering(seller),
        *_looks(seller),
    )


def _identity(seller: Seller) -> Iterator[Lack]:
    if not seller.legal_name.strip():
        yield Lack("legal_name", "the name in the register, with its legal form")
    if not seller.trading_name.strip():
        yield Lack("trading_name", "the name that buyers know")
    if not seller.address.is_full:
        yield Lack("address", "line1, city and country (Art. 226(5) of 2006/112/EC)")
    if not re.fullmatch("[A-Z]{2}", seller.address.country):
        yield Lack("address.country", "two capital letters, as in ISO 3166-1")
    if not _EMAIL.fullmatch(seller.email):
        yield Lack("email", "an address that answers")


def _tax(seller: Seller) -> Iterator[Lack]:
    country = seller.address.country
    if seller.regime is Regime.STANDARD and not seller.vat_id and is_number_due(country):
        yield Lack("vat_id", "the VAT id (Art. 226(3)), or the regime small_business")
    if seller.regime is Regime.SMALL_BUSINESS and not (seller.vat_id or seller.tax_number):
        yield Lack("tax_number", "the number that the tax office gave you")
    if seller.vat_id and not is_seller_number(seller.vat_id, country):
        example = law().examples.get(country)
        like = example or "SE556677889901, with the prefix of its own country"
        yield Lack("vat_id", f"not of the right shape: without spaces, such as {like}")
    if seller.accounting_currency not in {"", "eur", *REFERENCED}:
        remedy = "a currency that the ECB publishes a rate of, in small letters, such as sek"
        yield Lack("accounting_currency", remedy)


def _payment(seller: Seller) -> Iterator[Lack]:
    if seller.peppol_id and not is_participant_id(seller.peppol_id):
        yield Lack("peppol_id", "scheme, from the EAS code list, and identifier: 0007:5566778899")
    if seller.bank and not is_iban(seller.bank.iban):
        yield Lack("bank.iban", "an IBAN without spaces; its check digits do not fit")
    if seller.bank and seller.bank.bic and not _BIC.fullmatch(seller.bank.bic):
        yield Lack("bank.bic", "8 or 11 capital letters and digits, or nothing")


def _numbering(seller: Seller) -> Iterator[Lack]:
    names = (*seller.series, seller.credit_series, seller.reversal_series)
    if not seller.series:
        yield Lack("series", "at least one number series, such as INV")
    if len(set(names)) < len(names):
        yield Lack("series", "each name once, also credit_series and reversal_series")
    longest = law().number_length_max - _NUMBER_WITHOUT_SERIES
    for name in names:
        if not _SERIES.fullmatch(name) or len(name) > longest:
            yield Lack("series", f"{name!r}: 1 to {longest} capital letters and digits")


def _looks(seller: Seller) -> Iterator[Lack]:
    try:
        ZoneInfo(seller.time_zone)
    except (ZoneInfoNotFoundError, ValueError):
        yield Lack("time_zone", "an IANA name, such as Europe/Stockholm: it decides the dates")
    if not _ACCENT.fullmatch(seller.accent):
        yield Lack("accent", "a colour such as #0f766e")


def is_number_due(country: str) -> bool:
    """Whether its law wants a number of the seller on every invoice."""
    return law().seller_numbers.get(country) != ""


def is_seller_number(text: str, country: str) -> bool:
    """By the shape that the seller's own country gives it; anything where it asks for none."""
    shape = law().seller_numbers.get(country)
    if shape is None:
        return is_vat_id(text)
    return not shape or re.fullmatch(shape, text) is not None


def is_vat_id(text: str) -> bool:
    """Whether it has the shape of one; whether it exists only a tax office can tell."""
    for prefix, shape in law().vat_ids.items():
        if text.startswith(prefix):
            return re.fullmatch(shape, text.removeprefix(prefix)) is not None
    return re.fullmatch(r"[A-Z]{2}[A-Z0-9]{4,18}", text) is not None


def is_iban(text: str) -> bool:
    """By its check digits (ISO 7064, mod 97-10)."""
    if not _IBAN.fullmatch(text):
        return False
    digits = "".join(str(int(char, 36)) for char in text[4:] + text[:4])
    return int(digits) % 97 == 1
