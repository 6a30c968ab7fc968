"""Adaptive pricing: what a payment is in the buyer's own currency."""

from __future__ import annotations

import json
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path

from emulators.stripe.payments.currencies import CURRENCIES
from emulators.stripe.store import JsonObject

FIELD = "presentment_details"

_TABLE = json.loads(Path(__file__).with_name("presentment.json").read_text(encoding="utf-8"))
_PER_EURO = {code: Decimal(rate) for code, rate in _TABLE["per_euro"].items()}
_SPENT_IN: dict[str, str] = _TABLE["spent_in"]


def of_session(session: JsonObject, country: str | None) -> JsonObject:
    """The field for a buyer in `country`; empty where nothing is converted."""
    ours, theirs = session["currency"], _SPENT_IN.get(country or "")
    if not session["adaptive_pricing"]["enabled"] or theirs in {None, ours}:
        return {}
    if theirs is None or ours not in _PER_EURO or session["mode"] != "payment":
        return {}
    return _field(_converted(session["amount_total"], ours, theirs), theirs)


def of_part(whole: JsonObject, amount_minor: int) -> JsonObject:
    """The field for a part of a payment, at the payment's own rate."""
    if FIELD not in whole:
        return {}
    shown = whole[FIELD]
    part = Decimal(shown["presentment_amount"]) * amount_minor / whole["amount"]
    return _field(_rounded(part, shown["presentment_currency"]), shown["presentment_currency"])


def carried(whole: JsonObject) -> JsonObject:
    """The field as another object has it, which is about the same money."""
    return {FIELD: whole[FIELD]} if FIELD in whole else {}


def without(whole: JsonObject) -> JsonObject:
    return {name: value for name, value in whole.items() if name != FIELD}


def _field(amount_minor: int, currency: str) -> JsonObject:
    return {FIELD: {"presentment_amount": amount_minor, "presentment_currency": currency}}


def _converted(amount_minor: int, ours: str, theirs: str) -> int:
    amount = Decimal(amount_minor).scaleb(-CURRENCIES[ours].decimals)
    there = amount / _PER_EURO[ours] * _PER_EURO[theirs]
    return _rounded(there.scaleb(CURRENCIES[theirs].decimals), theirs)


def _rounded(minor: Decimal, currency: str) -> int:
    step = CURRENCIES[currency].step_minor
    return int((minor / step).quantize(Decimal(1), rounding=ROUND_HALF_UP)) * step
