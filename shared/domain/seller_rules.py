"""What must be known of a seller before the first document may be issued in its name."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from shared.domain.parties import Regime, Seller

NUMBER_LENGTH_MAX = 16
"""Of a whole number such as INV-2026-000123: India's Rule 46 allows no more (2017)."""
_NUMBER_WITHOUT_SERIES = len("-2026-000123")

_SERIES = re.compile(r"[A-Z0-9]{1,10}")
_ACCENT = re.compile(r"#[0-9a-f]{6}")
_EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")
_PEPPOL = re.compile(r"\d{4}:[A-Za-z0-9.:-]{1,50}")
_IBAN = re.compile(r"[A-Z]{2}\d{2}[A-Z0-9]{11,30}")
_BIC = re.compile(r"[A-Z]{6}[A-Z0-9]{2}([A-Z0-9]{3})?")

# The shape of a VAT id, by its prefix. Source: the VIES FAQ of the European Commission (2026),
# and the tax offices of GB, NO and CH. What is not listed is only asked to begin with a country.
_VAT_IDS = {
    "AT": r"U\d{8}",
    "BE": r"[01]\d{9}",
    "BG": r"\d{9,10}",
    "CHE": r"\d{9}( ?(MWST|TVA|IVA))?",
    "CY": r"\d{8}[A-Z]",
    "CZ": r"\d{8,10}",
    "DE": r"\d{9}",
    "DK": r"\d{8}",
    "EE": r"\d{9}",
    "EL": r"\d{9}",
    "ES": r"[A-Z0-9]\d{7}[A-Z0-9]",
    "FI": r"\d{8}",
    "FR": r"[A-Z0-9]{2}\d{9}",
    "GB": r"(\d{9}|\d{12}|(GD|HA)\d{3})",
    "HR": r"\d{11}",
    "HU": r"\d{8}",
    "IE": r"\d[A-Z0-9+*]\d{5}[A-Z]{1,2}",
    "IT": r"\d{11}",
    "LT": r"(\d{9}|\d{12})",
    "LU": r"\d{8}",
    "LV": r"\d{11}",
    "MT": r"\d{8}",
    "NL": r"\d{9}B\d{2}",
    "NO": r"\d{9}(MVA)?",
    "PL": r"\d{10}",
    "PT": r"\d{9}",
    "RO": r"\d{2,10}",
    "SE": r"\d{10}01",
    "SI": r"\d{8}",
    "SK": r"\d{10}",
}


@dataclass(frozen=True, slots=True)
class Lack:
    """One thing that is missing or wrong: where in `seller.json`, and what to write there."""

    where: str
    remedy: str


def lacks_of(seller: Seller) -> tuple[Lack, ...]:
    """Empty when documents may be issued."""
    return (*_identity(seller), *_tax(seller), *_numbering(seller), *_looks(seller))


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
    if seller.regime is Regime.STANDARD and not seller.vat_id:
        yield Lack("vat_id", "the VAT id (Art. 226(3)), or the regime small_business")
    if seller.regime is Regime.SMALL_BUSINESS and not (seller.vat_id or seller.tax_number):
        yield Lack("tax_number", "the number that the tax office gave you")
    if seller.vat_id and not is_vat_id(seller.vat_id):
        yield Lack("vat_id", "with its country's prefix and without spaces: SE556677889901")
    if seller.peppol_id and not _PEPPOL.fullmatch(seller.peppol_id):
        yield Lack("peppol_id", "scheme and identifier: 0007:5566778899")
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
    longest = NUMBER_LENGTH_MAX - _NUMBER_WITHOUT_SERIES
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


def is_vat_id(text: str) -> bool:
    """Whether it has the shape of one; whether it exists only a tax office can tell."""
    for prefix, shape in _VAT_IDS.items():
        if text.startswith(prefix):
            return re.fullmatch(shape, text.removeprefix(prefix)) is not None
    return re.fullmatch(r"[A-Z]{2}[A-Z0-9]{4,18}", text) is not None


def is_iban(text: str) -> bool:
    """By its check digits (ISO 7064, mod 97-10)."""
    if not _IBAN.fullmatch(text):
        return False
    digits = "".join(str(int(char, 36)) for char in text[4:] + text[:4])
    return int(digits) % 97 == 1
