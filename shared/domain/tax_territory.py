"""Who belongs to the VAT territory of the Union, and whose number a VAT id is."""

from __future__ import annotations

from shared.domain.law import law

MEMBER_STATES = law().members


def vat_country(vat_id: str) -> str:
    """The country of the prefix: `GR` for `EL123456789`, empty where there is none."""
    prefix = vat_id[:2].upper()
    if not (prefix.isascii() and prefix.isalpha()):
        return ""
    return "GR" if prefix == "EL" else prefix  # Art. 215: Greece may use EL, and does


def is_intra_community(from_country: str, to_country: str) -> bool:
    return from_country != to_country and MEMBER_STATES.issuperset({from_country, to_country})
