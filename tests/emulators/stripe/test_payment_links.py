"""Payment links: one address, many buyers."""

from __future__ import annotations

from typing import Any

import pytest
import stripe

from tests.emulators.stripe.running import RunningTwin


def lamp(twin: RunningTwin, **changes: Any) -> str:
    given: Any = {
        "currency": "eur",
        "unit_amount": 8900,
        "product_data": {"name": "Aurora lamp"},
        **changes,
    }
    return twin.stripe.v1.prices.create(params=given).id


def link(twin: RunningTwin, **changes: Any) -> stripe.PaymentLink:
    given: Any = {"line_items": [{"price": lamp(twin), "quantity": 2}], **changes}
    return twin.stripe.v1.payment_links.create(params=given)


def visit(twin: RunningTwin, where: stripe.PaymentLink) -> stripe.checkout.Session:
    url = twin.request("GET", where.url).headers["Location"]
    return twin.stripe.v1.checkout.sessions.retrieve(url.rpartition("/")[2])


def test_every_visitor_gets_a_session_of_their_own(twin: RunningTwin) -> None:
    twin.listen("payment_link.created", "checkout.session.completed")
    made = link(twin, metadata={"campaign": "spring"}, submit_type="donate")
    first, second = visit(twin, made), visit(twin, made)
    assert twin.pay(first)["outcome"] == "complete"
    _, completed = twin.shop.wait_for("payment_link.created", "checkout.session.completed")
    assert first.id != second.id
    assert (first.amount_total, first.payment_link, first.submit_type) == (17800, made.id, "donate")
    assert completed.data.object["payment_link"] == made.id
    assert completed.data.object["metadata"]["campaign"] == "spring"
    sessions = twin.stripe.v1.checkout.sessions.list(params={"payment_link": made.id}).data
    assert {row.id for row in sessions} == {first.id, second.id}


def test_the_buyer_ends_up_where_the_link_says(twin: RunningTwin) -> None:
    shop = "https://shop.example/thanks"
    made = link(twin, after_completion={"type": "redirect", "redirect": {"url": shop}})
    assert visit(twin, made).success_url == shop
    thanked = visit(twin, link(twin))
    twin.pay(thanked)
    assert (thanked.success_url or "").startswith(f"{twin.url}/c/pay/")


def test_a_link_asks_what_it_was_told_to_ask(twin: RunningTwin) -> None:
    size = {
        "key": "size",
        "label": {"custom": "Size", "type": "custom"},
        "type": "text",
        "text": {"maximum_length": 3},
    }
    rate = {"display_name": "Letter", "fixed_amount": {"amount": 490, "currency": "eur"}}
    made = link(
        twin,
        custom_fields=[size],
        phone_number_collection={"enabled": True},
        shipping_options=[{"shipping_rate_data": rate}],
        payment_intent_data={"description": "Spring"},
    )
    session = visit(twin, made)
    twin.pay(session, custom_size="XL", phone="070")
    intent = twin.stripe.v1.payment_intents.list().data[0]
    assert [field.key for field in session.custom_fields] == ["size"]
    assert session.amount_total == 17800 + 490
    assert (intent.description, intent.amount) == ("Spring", 18290)


def test_a_link_can_be_switched_off(twin: RunningTwin) -> None:
    twin.listen("payment_link.updated")
    made = link(twin)
    changed = twin.stripe.v1.payment_links.update(
        made.id, params={"active": False, "inactive_message": "Sold out for now."}
    )
    twin.shop.wait_for("payment_link.updated")
    closed = twin.request("GET", made.url)
    active = twin.stripe.v1.payment_links.list(params={"active": True}).data
    assert (changed.active, closed.status, active) == (False, 410, [])
    assert "Sold out for now." in closed.text


def test_a_link_can_sell_so_many_and_no_more(twin: RunningTwin) -> None:
    made = link(twin, restrictions={"completed_sessions": {"limit": 1}})
    twin.pay(visit(twin, made))
    after = twin.stripe.v1.payment_links.retrieve(made.id)
    assert after.restrictions is not None
    assert (after.restrictions.completed_sessions.count, twin.request("GET", made.url).status) == (
        1,
        410,
    )


def test_what_a_link_sells_is_listed(twin: RunningTwin) -> None:
    made = link(twin, expand=["line_items"])
    [listed] = twin.stripe.v1.payment_links.line_items.list(made.id).data
    assert made.line_items is not None
    assert [row.id for row in made.line_items.data] == [listed.id]
    assert (listed.description, listed.amount_total, listed.quantity) == ("Aurora lamp", 17800, 2)


def test_a_link_to_nothing_is_refused(twin: RunningTwin) -> None:
    with pytest.raises(stripe.InvalidRequestError) as caught:
        link(twin, line_items=[{"price": "price_x", "quantity": 1}])
    assert (caught.value.code, caught.value.param) == ("resource_missing", "line_items[0][price]")
    assert twin.request("GET", "/b/plink_x").status == 404
