"""An address as its country writes it: the lines of an envelope, the country excluded.

Layouts after the Universal Postal Union's addressing guides (2026-11); where a country is not
listed, the postal code stands before the city, as in most of the world.
"""

from __future__ import annotations

from collections.abc import Mapping

from shared.domain.address import Address

_CODE_BEFORE_CITY = ("{line1}", "{line2}", "{postal_code} {city}", "{state}")
_CITY_STATE_CODE = ("{line1}", "{line2}", "{city} {state} {postal_code}")
_CITY_COMMA_STATE_CODE = ("{line1}", "{line2}", "{city}, {state} {postal_code}")
_CITY_THEN_CODE = ("{line1}", "{line2}", "{city}", "{state}", "{postal_code}")
_CITY_AND_CODE = ("{line1}", "{line2}", "{city} {postal_code}", "{state}")
_CODE_CITY_STATE = ("{line1}", "{line2}", "{postal_code} {city} {state}")
_LARGEST_FIRST = ("〒{postal_code}", "{state}{city}", "{line1}", "{line2}")
_EAST_ASIAN = ("{postal_code}", "{state}{city}{line1}", "{line2}")

_LAYOUTS: Mapping[str, tuple[str, ...]] = {
    **dict.fromkeys(("AU", "CA", "PR"), _CITY_STATE_CODE),
    **dict.fromkeys(("US",), _CITY_COMMA_STATE_CODE),
    **dict.fromkeys(("GB", "IE", "GG", "IM", "JE", "HK", "KE", "LK", "ZA"), _CITY_THEN_CODE),
    **dict.fromkeys(("IN", "ID", "NZ", "PK", "SA", "SG", "TH", "TW", "BD", "LV"), _CITY_AND_CODE),
    **dict.fromkeys(("IT", "ES", "MX"), _CODE_CITY_STATE),
    "BR": ("{line1}", "{line2}", "{city}-{state}", "{postal_code}"),
    "CN": _EAST_ASIAN,
    "HU": ("{city}", "{line1}", "{line2}", "{postal_code}"),
    "JP": _LARGEST_FIRST,
    "KR": ("{state} {city}", "{line1}", "{line2}", "{postal_code}"),
}


def address_lines(address: Address) -> tuple[str, ...]:
    """What is known, in the order its country writes it; nothing is made up."""
    layout = _LAYOUTS.get(address.country, _CODE_BEFORE_CITY)
    lines = (_filled(line, address) for line in layout)
    return tuple(line for line in lines if line)


def _filled(line: str, address: Address) -> str:
    values = {
        "line1": address.line1,
        "line2": address.line2,
        "postal_code": address.postal_code,
        "city": address.city,
        "state": address.state,
    }
    if not any(value for name, value in values.items() if f"{{{name}}}" in line):
        return ""  # nothing but the layout's own marks would be left
    return " ".join(line.format(**values).split()).strip(" ,-")
