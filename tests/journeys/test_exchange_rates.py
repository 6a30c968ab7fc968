"""The demo's seller is in Sweden and sells in euros: its tax stands in kronor as well."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

from tests.journeys.buyer import buy, call
from tests.journeys.control import control, move
from tests.journeys.stack import Stack, until

WEEK_SECONDS = 7 * 24 * 3600  # no holidays are longer


def stored(stack: Stack, path: str) -> Any:
    """The fields of a document, in Firestore's own JSON."""
    database = f"projects/{stack.description['project']}/databases/{stack.description['database']}"
    url = f"{stack.description['firestore_rest']}/v1/{database}/documents/{path}"
    status, answer = call("GET", url)
    return json.loads(answer)["fields"] if status == 200 else None


def exchange_of(stack: Stack, order: dict[str, Any]) -> Any:
    snapshot = stored(stack, f"invoices/inv_{order['id'].removeprefix('ord_')}")["snapshot"]
    return snapshot["mapValue"]["fields"]["exchange"]["mapValue"]["fields"]


def days_kept(stack: Stack) -> list[date]:
    days = stored(stack, "exchange_rates/ecb")["days"]["arrayValue"]["values"]
    texts = (day["mapValue"]["fields"]["published_on"]["stringValue"] for day in days)
    return [date.fromisoformat(text) for text in texts]


def test_a_sale_waits_for_the_central_bank_and_then_goes_by_its_rate(stack: Stack) -> None:
    control(stack, "POST", "/faults", {"kind": "error", "service": "ecb", "code": 503, "times": 1})

    order = buy(stack).completed(stack)

    exchange = exchange_of(stack, order)
    assert exchange["currency"] == {"stringValue": "sek"}
    assert exchange["published_on"] == {"stringValue": days_kept(stack)[0].isoformat()}
    assert control(stack, "GET", "/faults")["faults"] == []


def test_the_schedule_keeps_the_days_that_follow(stack: Stack) -> None:
    buy(stack).completed(stack)
    before = days_kept(stack)

    def more() -> list[date]:
        days = days_kept(stack)
        return days if days != before else []

    move(stack, advance_seconds=WEEK_SECONDS, leap=True)

    after = until(more)
    assert after[1:] == before
    assert after[0] > before[0]
