"""The PricedSessions adapter: all lines of a session, and every way not to get them."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest
import requests

from shared.adapters import stripe_sessions
from shared.adapters.stripe_sessions import StripeSessions
from shared.domain.catalog import PricedLine, TaxedBy
from shared.usecases.ports.failures import Unavailable
from shared.usecases.ports.payments import SessionUnreadable
from tests.builders.catalog import a_catalog
from tests.builders.invoices import a_line
from tests.contracts import nobody
from tests.contracts.http_tap import HttpTap
from tests.contracts.local_stripe import KEY, LocalStripe, checkout_at
from tests.contracts.page_requests import a_key, parameters

TAXED = a_catalog(taxed_by=TaxedBy.PROVIDER)


@pytest.fixture
def tap(local_stripe: LocalStripe) -> Iterator[tuple[HttpTap, StripeSessions]]:
    loop = local_stripe.loop
    tap = loop.call(lambda: HttpTap(f"http://{local_stripe.address}"))
    address = f"http://127.0.0.1:{loop.run(tap.start())}"
    yield tap, StripeSessions(KEY, address)
    loop.run(tap.stop())


def paid(local_stripe: LocalStripe, *lines: PricedLine) -> str:
    """The id of a session that somebody in Sweden has paid."""
    asked = parameters(*lines, catalog=TAXED)
    page = checkout_at(local_stripe.address).open_page(asked, a_key())
    answer = requests.post(
        f"http://{local_stripe.address}/_twin/checkout/sessions/{page.id}/pay",
        json={"country": "SE", "line1": "Storgatan 1", "city": "Kiruna"},
        timeout=5,
    )
    assert answer.json()["outcome"] == "complete"
    return page.id


def coded(name: str) -> PricedLine:
    return a_line(name, tax_code="txcd_99999999")


def test_a_session_of_more_lines_than_one_answer_holds_is_read_whole(
    local_stripe: LocalStripe, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(stripe_sessions, "_PAGE_LENGTH", 10)
    names = [f"Print {number}" for number in range(23)]
    session_id = paid(local_stripe, *map(coded, names))

    session = StripeSessions(KEY, f"http://{local_stripe.address}").read(session_id)

    assert [item.price.product.name for item in session.line_items.data] == names
    assert not session.line_items.has_more
    assert {item.price.product.tax_code for item in session.line_items.data} == {"txcd_99999999"}
    assert all(item.taxes for item in session.line_items.data)
    assert sum(item.amount_total for item in session.line_items.data) == session.amount_total


def test_the_card_that_paid_is_known_by_its_last_digits(local_stripe: LocalStripe) -> None:
    session_id = paid(local_stripe, coded("Aurora"))

    method = StripeSessions(KEY, f"http://{local_stripe.address}").read(session_id).method

    assert method is not None
    assert method.card is not None
    assert (method.type, method.card.last4) == ("card", "4242")


def test_a_session_that_fits_into_one_answer_costs_one_call(
    local_stripe: LocalStripe, tap: tuple[HttpTap, StripeSessions]
) -> None:
    server, sessions = tap
    session_id = paid(local_stripe, coded("Aurora"))

    sessions.read(session_id)

    assert server.requests == [f"GET /v1/checkout/sessions/{session_id}"]


@pytest.mark.parametrize("status", [401, 403, 404, 429, 500, 503])
def test_an_answer_that_is_none_leaves_the_sale_waiting(
    tap: tuple[HttpTap, StripeSessions], status: int
) -> None:
    server, sessions = tap
    server.answer_next(status, {"Content-Type": "application/json"}, "{}")

    with pytest.raises(Unavailable, match=str(status)):
        sessions.read("cs_test_1")


def test_half_an_answer_leaves_the_sale_waiting(tap: tuple[HttpTap, StripeSessions]) -> None:
    server, sessions = tap
    server.answer_next(200, {"Content-Type": "application/json"}, '{"id": "cs_te')

    with pytest.raises(Unavailable):
        sessions.read("cs_test_1")


def test_a_session_that_nobody_knows_leaves_the_sale_waiting(local_stripe: LocalStripe) -> None:
    with pytest.raises(Unavailable, match="404"):
        StripeSessions(KEY, f"http://{local_stripe.address}").read("cs_test_unknown")


@pytest.mark.parametrize(
    "answer",
    [
        {},
        [],
        {"line_items": {}},
        {"line_items": {"has_more": False, "data": [{"amount_total": "much"}]}},
    ],
)
def test_an_answer_of_another_form_is_for_a_person_and_quotes_nobody(
    tap: tuple[HttpTap, StripeSessions], answer: object
) -> None:
    server, sessions = tap
    server.answer_next(200, {"Content-Type": "application/json"}, json.dumps(answer))

    with pytest.raises(SessionUnreadable, match="not a session") as caught:
        sessions.read("cs_test_1")

    assert "much" not in str(caught.value)


def test_a_provider_that_cannot_be_reached_is_unavailable() -> None:
    with nobody.refusing() as address, pytest.raises(Unavailable):
        StripeSessions(KEY, f"http://{address}").read("cs_test_1")


def test_a_provider_that_says_nothing_is_not_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stripe_sessions, "TIMEOUT_SECONDS", nobody.PATIENCE_SECONDS)

    with nobody.silent() as address, pytest.raises(Unavailable):
        StripeSessions(KEY, f"http://{address}").read("cs_test_1")
