"""What the provider's own client reads of a taxed session becomes lines that add up."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from shared.domain.invoice_lines import InvoiceLine
from shared.events.stripe_priced_session import EXPAND, PricedSession
from shared.usecases.lines_from_session import Objection, lines_from_session
from tests.builders.invoices import a_seller
from tests.emulators.stripe.orders import line, open_session
from tests.emulators.stripe.running import RunningTwin

_TAXED: dict[str, Any] = {
    "automatic_tax": {"enabled": True},
    "tax_id_collection": {"enabled": True},
}


@pytest.fixture(scope="module")
def twin() -> Iterator[RunningTwin]:
    running = RunningTwin()
    for country, kind in (("SE", "standard"), ("SE", "oss_union")):
        options = {country.lower(): {"type": kind}}
        given: Any = {"active_from": "now", "country": country, "country_options": options}
        running.stripe.v1.tax.registrations.create(params=given)
    yield running
    running.stop()


def bought(
    twin: RunningTwin, buyer: dict[str, str], *lines: dict[str, Any], **changes: Any
) -> tuple[PricedSession, tuple[InvoiceLine, ...]]:
    session = open_session(twin, line_items=list(lines), **_TAXED, **changes)
    assert twin.pay(session, **buyer)["outcome"] == "complete"
    read = twin.stripe.v1.checkout.sessions.retrieve(session.id, params={"expand": list(EXPAND)})
    priced = PricedSession.model_validate_json(str(read))
    lines_read = lines_from_session(priced, a_seller())
    assert not isinstance(lines_read, Objection), lines_read
    return priced, lines_read


def taxed(amount: int, behavior: str, quantity: int = 1, **product: Any) -> dict[str, Any]:
    given = line(amount)
    given["price_data"]["tax_behavior"] = behavior
    given["price_data"]["product_data"] |= product
    return given | {"quantity": quantity}


@pytest.mark.parametrize("behavior", ["inclusive", "exclusive"])
@pytest.mark.parametrize(
    ("buyer", "product", "category"),
    [
        pytest.param({"country": "SE"}, {}, "S", id="home"),
        pytest.param({"country": "FI"}, {}, "S", id="oss"),
        pytest.param({"country": "DE", "tax_id": "DE 123456789"}, {}, "AE", id="services"),
        pytest.param(
            {"country": "DE", "tax_id": "DE 123456789"},
            {"tax_code": "txcd_99999999"},
            "K",
            id="goods",
        ),
        pytest.param({"country": "BR"}, {}, "other", id="not-supported"),
    ],
)
def test_a_paid_session_becomes_lines(
    twin: RunningTwin, behavior: str, buyer: dict[str, str], product: dict[str, Any], category: str
) -> None:
    ten = twin.stripe.v1.coupons.create(params={"percent_off": 10})
    items = [taxed(10_02, behavior, 3, **product), taxed(9_99, behavior, **product)]

    priced, lines = bought(twin, buyer, *items, discounts=[{"coupon": ten.id}])

    assert {line.treatment.category.value for line in lines} == {category}
    assert sum(line.gross.minor for line in lines) == priced.amount_total
    assert sum(line.tax.minor for line in lines) == priced.total_details.amount_tax
    assert all(line.discount.minor > 0 for line in lines)
