"""What a Checkout Session may be made of, and what is refused."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
import stripe

from tests.emulators.stripe.orders import CANCEL_URL, SUCCESS_URL, line, open_session, params
from tests.emulators.stripe.running import RunningTwin


def refused(twin: RunningTwin, **changes: Any) -> stripe.InvalidRequestError:
    with pytest.raises(stripe.InvalidRequestError) as caught:
        open_session(twin, **changes)
    return caught.value


def after(twin: RunningTwin, **delay: float) -> int:
    return int((twin.clock.now() + timedelta(**delay)).timestamp())


def test_a_session_adds_up_its_lines_and_offers_a_page(twin: RunningTwin) -> None:
    session = open_session(
        twin,
        line_items=[line(8900), line(2450, quantity=2)],
        client_reference_id="ord_1",
        metadata={"order": "ord_1"},
        customer_email="ada@example.com",
    )
    assert (session.amount_total, session.amount_subtotal, session.currency) == (
        13800,
        13800,
        "eur",
    )
    assert (session.status, session.payment_status) == ("open", "unpaid")
    assert session.url == f"{twin.url}/c/pay/{session.id}"
    assert (session.success_url, session.cancel_url) == (SUCCESS_URL, CANCEL_URL)
    assert (session.client_reference_id, session.customer_email) == ("ord_1", "ada@example.com")
    assert session.payment_intent is None
    assert session.expires_at == session.created + 24 * 3600


def test_line_items_can_be_asked_for_with_the_session(twin: RunningTwin) -> None:
    session = open_session(
        twin, line_items=[line(8900, quantity=3)], expand=["line_items.data.price.product"]
    )
    assert session.line_items is not None
    [item] = session.line_items.data
    assert (item.description, item.quantity, item.amount_total) == ("Aurora lamp", 3, 26700)
    assert item.price is not None
    assert isinstance(item.price.product, stripe.Product)
    assert item.price.product.description == "Brushed aluminium"


def test_line_items_come_in_pages(twin: RunningTwin) -> None:
    session = open_session(twin, line_items=[line(100 + n) for n in range(12)])
    first = twin.stripe.v1.checkout.sessions.line_items.list(session.id)
    everything = list(first.auto_paging_iter())
    assert (len(first.data), first.has_more) == (10, True)
    assert [item.amount_total for item in everything] == [100 + n for n in range(12)]


def test_a_price_of_the_catalog_can_be_sold(twin: RunningTwin) -> None:
    product = twin.stripe.v1.products.create(params={"name": "Book"})
    price = twin.stripe.v1.prices.create(
        params={"product": product.id, "currency": "jpy", "unit_amount": 2400}
    )
    session = open_session(twin, line_items=[{"price": price.id, "quantity": 2}])
    assert (session.amount_total, session.currency) == (4800, "jpy")


def test_a_price_that_is_no_longer_active_is_refused(twin: RunningTwin) -> None:
    price = twin.stripe.v1.prices.create(
        params={"product_data": {"name": "Book"}, "currency": "eur", "unit_amount": 900}
    )
    twin.stripe.v1.prices.update(price.id, params={"active": False})
    error = refused(twin, line_items=[{"price": price.id, "quantity": 1}])
    assert (error.http_status, error.param) == (400, "line_items[0][price]")


def test_fractions_of_a_cent_are_rounded_per_line(twin: RunningTwin) -> None:
    data = {"currency": "eur", "unit_amount_decimal": "33.5", "product_data": {"name": "Screw"}}
    session = open_session(twin, line_items=[{"price_data": data, "quantity": 3}])
    assert session.amount_total == 101


def test_payment_method_types_is_a_thing_of_the_past(twin: RunningTwin) -> None:
    error = refused(twin, payment_method_types=["card"])
    assert error.code == "payment_method_types_no_longer_supported"
    assert (error.http_status, error.param) == (400, "payment_method_types")


def test_methods_can_be_allowed_or_excluded_but_not_both(twin: RunningTwin) -> None:
    assert open_session(twin).payment_method_types == ["card", "sepa_debit"]
    allowed = open_session(twin, allowed_payment_method_types=["card", "klarna"])
    assert allowed.payment_method_types == ["card"]
    excluded = open_session(twin, excluded_payment_method_types=["sepa_debit"])
    assert excluded.payment_method_types == ["card"]
    both = {"allowed_payment_method_types": ["card"], "excluded_payment_method_types": ["klarna"]}
    assert refused(twin, **both).code == "parameters_exclusive"
    assert refused(twin, allowed_payment_method_types=["klarna"]).http_status == 400


@pytest.mark.parametrize(
    ("changes", "code", "param"),
    [
        ({"colour": "red"}, "parameter_unknown", "colour"),
        ({"line_items": [line(weight=3)]}, "parameter_unknown", "line_items[0][weight]"),
        ({"mode": None}, "parameter_missing", "mode"),
        ({"success_url": None}, "parameter_missing", "success_url"),
        ({"line_items": None}, "parameter_missing", "line_items"),
        ({"line_items": [{"quantity": 1}]}, "parameter_missing", "line_items[0][price]"),
        (
            {"line_items": [line(quantity=0)]},
            "parameter_invalid_integer",
            "line_items[0][quantity]",
        ),
        ({"line_items": [{"price": "price_x", "quantity": 1}]}, "resource_missing", None),
        ({"success_url": "shop.example"}, "url_invalid", "success_url"),
        ({"customer_email": "ada"}, "email_invalid", "customer_email"),
        ({"customer": "cus_x"}, "resource_missing", "customer"),
        ({"customer": "cus_x", "customer_email": "a@b.example"}, "parameters_exclusive", None),
        ({"client_reference_id": ""}, "parameter_invalid_empty", "client_reference_id"),
        ({"discounts": [{"coupon": "x"}]}, "resource_missing", "discounts[0][coupon]"),
    ],
)
def test_a_request_that_makes_no_sense_is_refused_by_name(
    twin: RunningTwin, changes: dict[str, Any], code: str, param: str | None
) -> None:
    error = refused(twin, **changes)
    assert (error.http_status, error.code) == (400, code)
    assert param in {None, error.param}


@pytest.mark.parametrize(
    ("amount", "currency", "code"),
    [
        (49, "eur", "amount_too_small"),
        (299, "sek", "amount_too_small"),
        (49, "jpy", "amount_too_small"),
        (100_000_000, "eur", "amount_too_large"),
        (1005, "kwd", "parameter_invalid_integer"),
        (1050, "isk", "parameter_invalid_integer"),
    ],
)
def test_amounts_that_no_card_can_pay_are_refused(
    twin: RunningTwin, amount: int, currency: str, code: str
) -> None:
    assert refused(twin, line_items=[line(amount, currency=currency)]).code == code


def test_all_lines_are_in_one_currency(twin: RunningTwin) -> None:
    error = refused(twin, line_items=[line(), line(currency="usd")])
    assert error.param == "line_items[1][price]"


@pytest.mark.parametrize("delay", [{"minutes": 29}, {"hours": 24, "minutes": 1}])
def test_a_session_lives_between_half_an_hour_and_a_day(
    twin: RunningTwin, delay: dict[str, float]
) -> None:
    assert refused(twin, expires_at=after(twin, **delay)).param == "expires_at"
    exact = after(twin, hours=2)
    assert open_session(twin, expires_at=exact).expires_at == exact


def test_options_that_change_no_money_are_accepted(twin: RunningTwin) -> None:
    session = open_session(
        twin,
        adaptive_pricing={"enabled": False},
        automatic_tax={"enabled": True},
        billing_address_collection="required",
        locale="sv",
        submit_type="book",
        branding_settings={"display_name": "Nordlys"},
    )
    assert session.adaptive_pricing is not None
    assert not session.adaptive_pricing.enabled
    assert session.automatic_tax.enabled
    assert session.billing_address_collection == "required"
    assert session.locale == "sv"
    assert session.branding_settings is not None
    assert session.branding_settings.display_name == "Nordlys"


@pytest.mark.parametrize("locale", ["ar", "sv-SE", "SV"])
def test_a_locale_that_checkout_does_not_have_is_refused(twin: RunningTwin, locale: str) -> None:
    assert refused(twin, locale=locale).param == "locale"


def test_a_refused_request_leaves_nothing_behind(twin: RunningTwin) -> None:
    refused(twin, expires_at=1)
    assert twin.stripe.v1.checkout.sessions.list().data == []
    assert twin.stripe.v1.products.list().data == []


def test_metadata_can_be_changed_afterwards(twin: RunningTwin) -> None:
    session = twin.stripe.v1.checkout.sessions.create(params=params(metadata={"a": "1", "b": "2"}))
    updated = twin.stripe.v1.checkout.sessions.update(
        session.id, params={"metadata": {"a": "", "c": "3"}}
    )
    assert updated.metadata is not None
    assert updated.metadata.to_dict() == {"b": "2", "c": "3"}
