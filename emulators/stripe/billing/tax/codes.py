"""Product tax codes: how each kind of product is taxed."""

from __future__ import annotations

import json
from pathlib import Path

from emulators.stripe.billing.tax.places import Place
from emulators.stripe.store import JsonObject
from emulators.stripe.wire import errors

CODES: dict[str, JsonObject] = {
    row["id"]: row
    for row in json.loads(Path(__file__).with_name("codes.json").read_text(encoding="utf-8"))
}


def treatment(code: str) -> str:
    """`standard`, `books` or `nontaxable`."""
    if code not in CODES:
        raise errors.not_simulated(f"the tax code `{code}`", "tax_code")
    return str(CODES[code]["treatment"])


def shown(code: JsonObject) -> JsonObject:
    named = {name: code[name] for name in ("id", "name", "description")}
    return {**named, "object": "tax_code", "requirements": None}


def rate(place: Place, code: str) -> tuple[str, str]:
    """The percentage and why it is that much."""
    kind = treatment(code)
    if kind == "nontaxable":
        return "0", "not_subject_to_tax"
    percentage = place.books if kind == "books" else place.standard
    if percentage == 0:
        return "0", "zero_rated"
    reason = "standard_rated" if percentage == place.standard else "reduced_rated"
    return str(percentage), reason
