"""Sessions that are taxed, as tests ask for them."""

from __future__ import annotations

from typing import Any

import stripe

from tests.emulators.stripe.orders import line, open_session
from tests.emulators.stripe.running import RunningTwin

TAXED: dict[str, Any] = {"automatic_tax": {"enabled": True}}
EXPANDED = ["total_details.breakdown", "line_items.data.taxes"]


def taxed_line(amount: int, behavior: str, **product: Any) -> dict[str, Any]:
    given = line(amount)
    given["price_data"]["tax_behavior"] = behavior
    given["price_data"]["product_data"] |= product
    return given


def register(twin: RunningTwin, country: str, kind: str = "standard", **standard: str) -> None:
    options = {"type": kind, **({"standard": standard} if standard else {})}
    given: Any = {
        "active_from": "now",
        "country": country,
        "country_options": {country.lower(): options},
    }
    twin.stripe.v1.tax.registrations.create(params=given)


def bought(
    twin: RunningTwin, buyer: dict[str, str], *lines: dict[str, Any], **changes: Any
) -> tuple[stripe.checkout.Session, Any]:
    """The paid session, and the first line's tax."""
    session = open_session(twin, line_items=list(lines) or [line()], **TAXED, **changes)
    assert twin.pay(session, **buyer)["outcome"] == "complete"
    after = twin.stripe.v1.checkout.sessions.retrieve(session.id, params={"expand": EXPANDED})
    assert after.line_items is not None
    taxes = after.line_items.data[0].taxes
    assert taxes is not None
    return after, taxes[0]
