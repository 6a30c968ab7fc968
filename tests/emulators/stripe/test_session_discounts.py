"""Coupons and promotion codes on one-time sessions."""

from __future__ import annotations

from typing import Any

import pytest
import stripe

from tests.emulators.stripe.orders import intent_of, line, open_session, paid_session
from tests.emulators.stripe.running import RunningTwin

EXPANDED = ["total_details.breakdown", "line_items.data.discounts"]


def coupon(twin: RunningTwin, **params: Any) -> stripe.Coupon:
    return twin.stripe.v1.coupons.create(params=params)  # type: ignore[arg-type]


def promotion(twin: RunningTwin, coupon_id: str, **params: Any) -> stripe.PromotionCode:
    given: Any = {"promotion": {"type": "coupon", "coupon": coupon_id}, **params}
    return twin.stripe.v1.promotion_codes.create(params=given)


def refused(twin: RunningTwin, **changes: Any) -> stripe.InvalidRequestError:
    with pytest.raises(stripe.InvalidRequestError) as caught:
        open_session(twin, **changes)
    return caught.value


def test_a_percentage_is_shared_among_the_lines_to_the_cent(twin: RunningTwin) -> None:
    spring = coupon(twin, percent_off=12.5)
    session = open_session(
        twin,
        line_items=[line(333), line(333), line(334)],
        discounts=[{"coupon": spring.id}],
        expand=EXPANDED,
    )
    assert (session.amount_subtotal, session.amount_total) == (1000, 875)
    assert session.total_details is not None
    assert session.total_details.amount_discount == 125
    assert session.total_details.breakdown is not None
    [whole] = session.total_details.breakdown.discounts
    assert (whole.amount, whole.discount.checkout_session) == (125, session.id)
    assert session.line_items is not None
    assert [item.amount_discount for item in session.line_items.data] == [42, 41, 42]
    assert [item.discounts[0].amount for item in session.line_items.data if item.discounts] == [
        *(42, 41, 42)
    ]


def test_the_buyer_is_charged_the_discounted_amount_and_the_coupon_is_used(
    twin: RunningTwin,
) -> None:
    twin.listen()
    five = coupon(twin, amount_off=500, currency="eur")
    session = paid_session(twin, discounts=[{"coupon": five.id}])
    assert session.amount_total == 8400
    assert intent_of(twin, session).amount_received == 8400
    assert twin.stripe.v1.coupons.retrieve(five.id).times_redeemed == 1
    twin.shop.wait_for("coupon.created", "coupon.updated", "checkout.session.completed")


def test_an_expired_session_leaves_its_coupon_unused(twin: RunningTwin) -> None:
    five = coupon(twin, amount_off=500, currency="eur", max_redemptions=1)
    session = open_session(twin, discounts=[{"coupon": five.id}])
    twin.stripe.v1.checkout.sessions.expire(session.id)
    after = twin.stripe.v1.coupons.retrieve(five.id)
    assert (after.times_redeemed, after.valid) == (0, True)


def test_a_coupon_for_one_product_leaves_the_other_lines_alone(twin: RunningTwin) -> None:
    lamp = twin.stripe.v1.products.create(params={"name": "Lamp"})
    price = twin.stripe.v1.prices.create(
        params={"product": lamp.id, "currency": "eur", "unit_amount": 1000}
    )
    half = coupon(twin, percent_off=50, applies_to={"products": [lamp.id]})
    session = open_session(
        twin,
        line_items=[{"price": price.id, "quantity": 2}, line(700)],
        discounts=[{"coupon": half.id}],
        expand=["line_items"],
    )
    assert session.line_items is not None
    assert [item.amount_discount for item in session.line_items.data] == [1000, 0]
    whole = twin.stripe.v1.coupons.retrieve(half.id, params={"expand": ["applies_to"]})
    assert whole.applies_to is not None
    assert whole.applies_to.products == [lamp.id]


def test_all_of_it_off_leaves_nothing_to_pay(twin: RunningTwin) -> None:
    free = coupon(twin, percent_off=100)
    session = paid_session(twin, discounts=[{"coupon": free.id}])
    assert (session.amount_total, session.payment_status) == (0, "no_payment_required")


def test_a_coupon_that_is_used_up_or_too_old_is_refused(twin: RunningTwin) -> None:
    once = coupon(twin, percent_off=10, max_redemptions=1)
    paid_session(twin, discounts=[{"coupon": once.id}])
    soon = int(twin.clock.now().timestamp()) + 3600
    old = coupon(twin, percent_off=10, redeem_by=soon)
    twin.advance(hours=2)
    for key in (once.id, old.id):
        assert refused(twin, discounts=[{"coupon": key}]).code == "coupon_expired"
        assert not twin.stripe.v1.coupons.retrieve(key).valid


def test_an_amount_in_another_currency_needs_an_option(twin: RunningTwin) -> None:
    dollars = coupon(twin, amount_off=500, currency="usd")
    assert refused(twin, discounts=[{"coupon": dollars.id}]).param == "discounts[0][coupon]"
    both = coupon(
        twin, amount_off=500, currency="usd", currency_options={"eur": {"amount_off": 450}}
    )
    assert open_session(twin, discounts=[{"coupon": both.id}]).amount_total == 8450


def test_a_deleted_coupon_goes_on_where_it_runs_and_nowhere_else(twin: RunningTwin) -> None:
    half = coupon(twin, percent_off=50)
    session = open_session(twin, discounts=[{"coupon": half.id}])
    assert twin.stripe.v1.coupons.delete(half.id).deleted
    assert twin.pay(session)["outcome"] == "complete"
    assert refused(twin, discounts=[{"coupon": half.id}]).code == "resource_missing"
    with pytest.raises(stripe.InvalidRequestError, match="No such coupon"):
        twin.stripe.v1.coupons.retrieve(half.id)


@pytest.mark.parametrize(
    ("params", "param"),
    [
        ({}, "percent_off"),
        ({"percent_off": 0}, "percent_off"),
        ({"percent_off": 101}, "percent_off"),
        ({"amount_off": 100}, "currency"),
        ({"percent_off": 10, "duration": "repeating"}, "duration_in_months"),
        ({"percent_off": 10, "redeem_by": 1}, "redeem_by"),
        ({"percent_off": 10, "applies_to": {"products": ["x"]}}, "applies_to[products][0]"),
    ],
)
def test_a_coupon_that_makes_no_sense_is_refused(
    twin: RunningTwin, params: dict[str, Any], param: str
) -> None:
    with pytest.raises(stripe.InvalidRequestError) as caught:
        coupon(twin, **params)
    assert caught.value.param == param


def test_a_buyer_types_a_promotion_code(twin: RunningTwin) -> None:
    code = promotion(twin, coupon(twin, percent_off=25).id, code="SPRING25")
    session = open_session(twin, allow_promotion_codes=True)
    outcome = twin.pay(session, promotion_code="spring25")
    after = twin.stripe.v1.checkout.sessions.retrieve(session.id)
    assert (outcome["outcome"], after.amount_total) == ("complete", 6675)
    assert after.discounts is not None
    assert after.discounts[0].promotion_code == code.id
    assert twin.stripe.v1.promotion_codes.retrieve(code.id).times_redeemed == 1


def test_a_word_that_is_no_code_keeps_the_form_back(twin: RunningTwin) -> None:
    session = open_session(twin, allow_promotion_codes=True)
    answer = twin.request_json(
        f"/_twin/checkout/sessions/{session.id}/pay", {"promotion_code": "NOPE"}
    )
    assert answer.status == 400
    assert "This code is invalid" in answer.text
    assert twin.stripe.v1.checkout.sessions.retrieve(session.id).status == "open"


@pytest.mark.parametrize(
    "restrictions",
    [
        {"restrictions": {"minimum_amount": 10_000, "minimum_amount_currency": "eur"}},
        {"max_redemptions": 1},
        {"active": False},
    ],
)
def test_a_code_counts_only_where_its_rules_allow(
    twin: RunningTwin, restrictions: dict[str, Any]
) -> None:
    key = promotion(twin, coupon(twin, percent_off=25).id, **restrictions).id
    if "max_redemptions" in restrictions:
        paid_session(twin, discounts=[{"promotion_code": key}])
    error = refused(twin, discounts=[{"promotion_code": key}])
    assert error.param == "discounts[0][promotion_code]"


def test_a_code_for_first_orders_ends_with_the_first_order(twin: RunningTwin) -> None:
    ada = twin.stripe.v1.customers.create()
    rules = {"first_time_transaction": True}
    key = promotion(twin, coupon(twin, percent_off=25).id, restrictions=rules).id
    paid_session(twin, discounts=[{"promotion_code": key}], customer=ada.id)
    error = refused(twin, discounts=[{"promotion_code": key}], customer=ada.id)
    assert error.code == "customer_not_eligible_for_promotion_code"


def test_the_shops_discount_and_the_buyers_code_exclude_each_other(twin: RunningTwin) -> None:
    ten = coupon(twin, percent_off=10)
    error = refused(twin, discounts=[{"coupon": ten.id}], allow_promotion_codes=True)
    assert error.code == "parameters_exclusive"


def test_the_page_applies_a_code_before_it_takes_money(twin: RunningTwin) -> None:
    promotion(twin, coupon(twin, percent_off=50).id, code="HALF")
    session = open_session(twin, allow_promotion_codes=True)
    form = {"promotion_code": "HALF", "apply": "promotion_code"}
    page = twin.request("POST", f"/c/pay/{session.id}", form=form)
    assert page.status == 200
    assert "€44.50" in page.text
    assert 'name="promotion_code"' not in page.text
    assert twin.stripe.v1.checkout.sessions.retrieve(session.id).status == "open"
