"""Pages, filters and `expand[]`."""

from __future__ import annotations

import pytest
import stripe

from tests.emulators.stripe.orders import line, paid_session
from tests.emulators.stripe.running import RunningTwin


def products(twin: RunningTwin, count: int) -> list[str]:
    """Ids, newest first."""
    create = twin.stripe.v1.products.create
    return [create(params={"name": f"Product {n}"}).id for n in range(count)][::-1]


def test_lists_are_newest_first_in_pages_of_ten(twin: RunningTwin) -> None:
    ids = products(twin, 12)
    listed = twin.stripe.v1.products.list()
    assert [row.id for row in listed.data] == ids[:10]
    assert listed.has_more
    assert listed.url == "/v1/products"


def test_the_sdk_walks_all_pages_in_both_directions(twin: RunningTwin) -> None:
    ids = products(twin, 7)
    forward = twin.stripe.v1.products.list(params={"limit": 3})
    assert [row.id for row in forward.auto_paging_iter()] == ids
    backward = twin.stripe.v1.products.list(params={"limit": 3, "ending_before": ids[6]})
    assert [row.id for row in backward.auto_paging_iter()] == ids[:6][::-1]


def test_a_page_before_a_cursor_is_the_one_next_to_it(twin: RunningTwin) -> None:
    ids = products(twin, 5)
    page = twin.stripe.v1.products.list(params={"limit": 2, "ending_before": ids[3]})
    assert ([row.id for row in page.data], page.has_more) == (ids[1:3], True)


def test_a_cursor_must_exist_and_a_limit_must_be_sane(twin: RunningTwin) -> None:
    with pytest.raises(stripe.InvalidRequestError) as cursor:
        twin.stripe.v1.products.list(params={"starting_after": "prod_x"})
    with pytest.raises(stripe.InvalidRequestError) as limit:
        twin.stripe.v1.products.list(params={"limit": 101})
    assert (cursor.value.code, cursor.value.param) == ("resource_missing", "starting_after")
    assert limit.value.code == "parameter_invalid_integer"


def test_lists_can_be_cut_by_time(twin: RunningTwin) -> None:
    [old] = products(twin, 1)
    twin.advance(hours=1)
    [new] = products(twin, 1)
    created = twin.stripe.v1.products.retrieve(new).created
    listed = twin.stripe.v1.products.list
    assert [row.id for row in listed(params={"created": {"gte": created}}).data] == [new]
    assert [row.id for row in listed(params={"created": {"lt": created}}).data] == [old]
    assert [row.id for row in listed(params={"created": created}).data] == [new]


def test_ids_are_expanded_along_a_path(twin: RunningTwin) -> None:
    session = paid_session(twin)
    whole = twin.stripe.v1.checkout.sessions.retrieve(
        session.id,
        params={"expand": ["payment_intent.latest_charge", "line_items.data.price.product"]},
    ).to_dict()
    assert whole["payment_intent"]["latest_charge"]["amount"] == 8900
    assert whole["line_items"]["data"][0]["price"]["product"]["name"] == "Aurora lamp"


def test_rows_of_a_list_are_expanded_too(twin: RunningTwin) -> None:
    paid_session(twin)
    rows = twin.stripe.v1.payment_intents.list(params={"expand": ["data.latest_charge"]}).data
    assert isinstance(rows[0].latest_charge, stripe.Charge)


def test_a_creation_can_be_expanded(twin: RunningTwin) -> None:
    price = twin.stripe.v1.prices.create(
        params={
            "currency": "eur",
            "unit_amount": 900,
            "product_data": {"name": "Card"},
            "expand": ["product"],
        }
    )
    assert isinstance(price.product, stripe.Product)


def test_what_is_empty_stays_empty(twin: RunningTwin) -> None:
    session = paid_session(twin, line_items=[line(0)])
    again = twin.stripe.v1.checkout.sessions.retrieve(
        session.id, params={"expand": ["payment_intent", "customer"]}
    )
    assert (again.payment_intent, again.customer) == (None, None)


@pytest.mark.parametrize("path", ["amount_total", "unicorn", "a.b.c.d.e"])
def test_what_cannot_be_expanded_is_refused(twin: RunningTwin, path: str) -> None:
    session = paid_session(twin)
    with pytest.raises(stripe.InvalidRequestError, match="cannot"):
        twin.stripe.v1.checkout.sessions.retrieve(session.id, params={"expand": [path]})


def test_payment_methods_are_listed_without_a_customer(twin: RunningTwin) -> None:
    owner = twin.stripe.v1.customers.create().id
    attach = twin.stripe.v1.payment_methods.attach
    owned = attach("pm_card_visa", params={"customer": owner}).id
    free = twin.stripe.v1.payment_methods.create(
        params={"type": "card", "card": {"token": "tok_visa"}}
    ).id
    assert [row.id for row in twin.stripe.v1.payment_methods.list().data] == [free, owned]
    mine = twin.stripe.v1.payment_methods.list(params={"customer": owner}).data
    assert [row.id for row in mine] == [owned]
