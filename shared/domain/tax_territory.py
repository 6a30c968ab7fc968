"""Who belongs to the VAT territory of the Union, and whose number a VAT id is."""

from __future__ import annotations

# Source: Art. 5 of Directive 2006/112/EC with the Treaty's list of members, as of 2026-01-01.
MEMBER_STATES = frozenset(
    (
        *("AT", "BE", "BG", "CY", "CZ", "DE", "DK", "EE", "ES", "FI", "FR", "GR", "HR", "HU"),
        *("IE", "IT", "LT", "LU", "LV", "MT", "NL", "PL", "PT", "RO", "SE", "SI", "SK"),
    )
)


def vat_country(vat_id: str) -> str:
    """The country of the prefix: `GR` for `EL123456789`, empty where there is none."""
    prefix = vat_id[:2].upper()
    if not (prefix.isascii() and prefix.isalpha()):
        return ""
    return "GR" if prefix == "EL" else prefix  # Art. 215: Greece may use EL, and does


def is_intra_community(from_country: str, to_country: str) -> bool:
    return from_country != to_country and MEMBER_STATES.issuperset({from_country, to_country})
