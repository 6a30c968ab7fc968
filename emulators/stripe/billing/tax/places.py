"""Which tax there is in which country. The table says where from and as of when."""

from __future__ import annotations

import json
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

_TABLE = json.loads(Path(__file__).with_name("places.json").read_text(encoding="utf-8"))
_DISPLAY_NAMES = {"gst": "GST", "jct": "JCT", "sales_tax": "Sales Tax", "vat": "VAT"}


@dataclass(frozen=True, slots=True)
class Place:
    country: str
    name: str
    standard: Decimal
    """Per cent."""
    books: Decimal
    tax_type: str

    @property
    def display_name(self) -> str:
        return _DISPLAY_NAMES[self.tax_type]


PLACES = {
    country: Place(
        country,
        row["name"],
        Decimal(row["standard"]),
        Decimal(row.get("books", row["standard"])),
        row.get("tax_type", "vat"),
    )
    for country, row in _TABLE["places"].items()
}
UNCOLLECTED = {
    country: Place(country, row["name"], Decimal(), Decimal(), row["tax_type"])
    for country, row in _TABLE["without_rates"].items()
}
"""Where automatic tax works, but nobody is registered."""
_NOT_IN_UNION = {"AU", "CH", "GB", "IS", "JP", "NO", "NZ", "SG"}
UNION = frozenset(PLACES) - _NOT_IN_UNION
"""The member states of the European Union: the table has all of them."""
