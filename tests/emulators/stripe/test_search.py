"""Search, in Stripe's query language."""

from __future__ import annotations

import time

import pytest
import stripe

from emulators.clock.clock import Clock
from emulators.clock.timeline import Timeline
from tests.emulators.stripe.orders import paid_session
from tests.emulators.stripe.running import RunningTwin
from tests.emulators.stripe.stories import subscribe


def customers(twin: RunningTwin) -> None:
    create = twin.stripe.v1.customers.create
    create(params={"name": "Ada Lovelace", "email": "ada@example.com", "metadata": {"tier": "a"}})
    create(params={"name": "Grace Hopper", "email": "grace@navy.example"})
    create(params={"name": 'Jo "Quote" Bell', "metadata": {"tier": "b", "shop order": "7"}})


def found(twin: RunningTwin, query: str) -> list[str]:
    rows = twin.stripe.v1.customers.search(params={"query": query}).data
    return [(row.name or "").split()[0] for row in rows]


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ('name:"Ada Lovelace"', ["Ada"]),
        ("name:'lovelace'", ["Ada"]),
        ('name:"lovel"', []),
        ('name~"LOVEL"', ["Ada"]),
        ('email="ada@example.com"', ["Ada"]),
        ("email:null", ["Jo"]),
        ("-email:null", ["Grace", "Ada"]),
        ('metadata["tier"]:"a"', ["Ada"]),
        ("metadata['shop order']:'7'", ["Jo"]),
        ('-metadata["tier"]:null', ["Jo", "Ada"]),
        ('name~"Ada" OR name~"Grace"', ["Grace", "Ada"]),
        ('-email:null AND -metadata["tier"]:"a"', ["Grace"]),
        ('name~"\\"Quote\\""', ["Jo"]),
        ("created>0 AND created<99999999999", ["Jo", "Grace", "Ada"]),
        ("created<=1", []),
    ],
)
def test_queries_find_what_they_say(twin: RunningTwin, query: str, names: list[str]) -> None:
    customers(twin)
    assert found(twin, query) == names


@pytest.mark.parametrize(
    "query",
    [
        "name",
        "name:",
        'name:"Ada" name:"Grace"',
        'name:"a" AND name:"b" OR name:"c"',
        "AND",
        'name:"a" AND',
        'colour:"red"',
        'name>"a"',
        'name~"ab"',
        "name:Ada",
        'metadata:"a"',
        "created:yesterday",
        "created>null",
        'name:"a',
        " AND ".join(['name:"a"'] * 11),
    ],
)
def test_a_query_that_makes_no_sense_is_refused(twin: RunningTwin, query: str) -> None:
    with pytest.raises(stripe.InvalidRequestError) as caught:
        twin.stripe.v1.customers.search(params={"query": query})
    assert caught.value.param == "query"


def test_payments_are_found_by_amount_status_and_card(twin: RunningTwin) -> None:
    paid_session(twin)
    search = twin.stripe.v1.payment_intents.search
    assert len(search(params={"query": "amount>8000 AND status:'succeeded'"}).data) == 1
    assert search(params={"query": "amount<8000"}).data == []
    charges = twin.stripe.v1.charges.search(
        params={"query": "payment_method_details.card.last4:4242 AND refunded:'false'"}
    )
    assert [charge.amount for charge in charges.data] == [8900]


def test_invoices_and_subscriptions_are_found_too() -> None:
    twin = RunningTwin(clock=Clock(Timeline(time.time_ns(), time.time_ns(), 0.0)))
    try:
        subscribe(twin)
        v1 = twin.stripe.v1
        [ended] = v1.subscriptions.search(params={"query": "status:'canceled'"}).data
        invoices = v1.invoices.search(
            params={"query": f"subscription:'{ended.id}' AND total>0 AND status:'paid'"}
        )
        assert len(invoices.data) == 2
        assert v1.invoices.search(params={"query": "status:'void'"}).data == []
    finally:
        twin.stop()


def test_the_sdk_walks_all_pages_of_a_search(twin: RunningTwin) -> None:
    made = [twin.stripe.v1.products.create(params={"name": f"Lamp {n}"}).id for n in range(7)]
    page = twin.stripe.v1.products.search(params={"query": "active:'true'", "limit": 3})
    assert page.has_more
    assert [row.id for row in page.auto_paging_iter()] == made[::-1]


def test_a_search_can_be_expanded(twin: RunningTwin) -> None:
    paid_session(twin)
    rows = twin.stripe.v1.payment_intents.search(
        params={"query": "currency:'eur'", "expand": ["data.latest_charge"]}
    ).data
    assert isinstance(rows[0].latest_charge, stripe.Charge)


def test_a_search_may_be_late_by_a_minute(twin: RunningTwin) -> None:
    customers(twin)
    twin.post_json("/_twin/search", {"lag_seconds": 60})
    twin.stripe.v1.customers.create(params={"name": "Late"})
    assert "Late" not in found(twin, "created>0")
    twin.advance(seconds=60)
    assert "Late" in found(twin, "created>0")


def test_deleted_customers_are_not_found(twin: RunningTwin) -> None:
    gone = twin.stripe.v1.customers.create(params={"name": "Gone"})
    twin.stripe.v1.customers.delete(gone.id)
    assert found(twin, "created>0") == []
