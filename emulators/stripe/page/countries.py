"""Countries and regions a buyer can choose: ISO 3166 code -> English name, by name."""

from __future__ import annotations

import json
from pathlib import Path

COUNTRIES: dict[str, str] = json.loads(
    Path(__file__).with_name("countries.json").read_text(encoding="utf-8")
)

_AT_HOME = {"dkk": "DK", "eur": "DE", "gbp": "GB", "jpy": "JP", "nok": "NO", "sek": "SE"}


def likely(currency: str) -> str:
    """The country to start with. Stripe looks at the buyer's address on the internet."""
    return _AT_HOME.get(currency, "US")
