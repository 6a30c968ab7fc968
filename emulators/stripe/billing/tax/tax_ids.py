"""Tax ids: what each kind looks like. Whether it is a real one is not for the twin to know."""

from __future__ import annotations

import re

from emulators.stripe.store import JsonObject
from emulators.stripe.wire import errors

_EU_VAT = (
    r"ATU\d{8}|BE[01]\d{9}|BG\d{9,10}|CY\d{8}[A-Z]|CZ\d{8,10}|DE\d{9}|DK\d{8}|EE\d{9}|EL\d{9}"
    r"|ES[A-Z0-9]\d{7}[A-Z0-9]|FI\d{8}|FR[A-Z0-9]{2}\d{9}|HR\d{11}|HU\d{8}"
    r"|IE\d[A-Z0-9+*]\d{5}[A-Z]{1,2}|IT\d{11}|LT(?:\d{9}|\d{12})|LU\d{8}|LV\d{11}|MT\d{8}"
    r"|NL\d{9}B\d{2}|PL\d{10}|PT\d{9}|RO\d{2,10}|SE\d{12}|SI\d{8}|SK\d{10}|XI\d{9}"
)
FORMATS = {
    "au_abn": re.compile(r"\d{11}"),
    "ca_bn": re.compile(r"\d{9}"),
    "ch_vat": re.compile(r"CHE-?\d{3}\.?\d{3}\.?\d{3} ?(?:MWST|TVA|IVA)"),
    "eu_vat": re.compile(_EU_VAT),
    "gb_vat": re.compile(r"GB(?:\d{9}|\d{12}|GD\d{3}|HA\d{3})"),
    "is_vat": re.compile(r"\d{6}"),
    "jp_trn": re.compile(r"T\d{13}"),
    "no_vat": re.compile(r"\d{9}MVA"),
    "nz_gst": re.compile(r"\d{8,9}"),
    "sg_gst": re.compile(r"[A-Z0-9]{9,10}"),
    "us_ein": re.compile(r"\d{2}-\d{7}"),
}
"""Kind -> what its values look like. Other kinds are not simulated."""
_OUTSIDE_UNION = {
    "AU": "au_abn",
    "CA": "ca_bn",
    "CH": "ch_vat",
    "GB": "gb_vat",
    "IS": "is_vat",
    "JP": "jp_trn",
    "NO": "no_vat",
    "NZ": "nz_gst",
    "SG": "sg_gst",
    "US": "us_ein",
}


LOOKED_UP = {"au_abn", "eu_vat", "gb_vat"}


def kind_in(country: str) -> str:
    """The kind of tax id that the businesses of a country have."""
    return _OUTSIDE_UNION.get(country, "eu_vat")


def normal(value: str) -> str:
    return value.upper().replace(" ", "")


def is_valid(kind: str, value: str) -> bool:
    pattern = FORMATS.get(kind)
    return pattern is not None and bool(pattern.fullmatch(normal(value)))


def check(kind: str, value: str, param: str) -> None:
    if kind not in FORMATS:
        raise errors.not_simulated(f"the tax id type `{kind}`", param)
    if not is_valid(kind, value):
        raise errors.invalid(f"Invalid value for {kind}.", param, "tax_id_invalid")


def vat_country(value: str) -> str:
    """The country of an EU VAT number, which calls Greece EL and Northern Ireland XI."""
    prefix = normal(value)[:2]
    return {"EL": "GR", "XI": "GB"}.get(prefix, prefix)


def country_of(kind: str, value: str) -> str | None:
    if kind == "eu_vat":
        return vat_country(value)
    return kind[:2].upper()


def unverified(kind: str) -> JsonObject | None:
    """What is known of a new id: only those of some registers are ever looked up."""
    if kind not in LOOKED_UP:
        return None
    return {"status": "pending", "verified_address": None, "verified_name": None}
