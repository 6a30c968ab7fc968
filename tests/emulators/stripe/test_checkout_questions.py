"""What a shop asks its buyer besides: shipping, fields of its own, consent."""

from __future__ import annotations

from typing import Any

import pytest
import stripe

from tests.emulators.stripe.orders import intent_of, open_session
from tests.emulators.stripe.running import RunningTwin

STANDARD = {
    "display_name": "Letter",
    "type": "fixed_amount",
    "fixed_amount": {"amount": 490, "currency": "eur"},
    "delivery_estimate": {"minimum": {"unit": "business_day", "value": 2}},
}
EXPRESS = {"display_name": "Courier", "fixed_amount": {"amount": 1900, "currency": "eur"}}
SIZE = {
    "key": "size",
    "label": {"custom": "Size", "type": "custom"},
    "type": "dropdown",
    "dropdown": {"options": [{"label": "Small", "value": "s"}, {"label": "Large", "value": "l"}]},
}
ENGRAVING = {
    "key": "engraving",
    "label": {"custom": "Engraving", "type": "custom"},
    "optional": True,
    "text": {"maximum_length": 5},
    "type": "text",
}


def done(twin: RunningTwin, session: stripe.checkout.Session) -> stripe.checkout.Session:
    return twin.stripe.v1.checkout.sessions.retrieve(session.id)


def test_the_first_way_of_shipping_is_in_the_price(twin: RunningTwin) -> None:
    rate: Any = STANDARD
    made = twin.stripe.v1.shipping_rates.create(params=rate)
    session = open_session(
        twin, shipping_options=[{"shipping_rate": made.id}, {"shipping_rate_data": EXPRESS}]
    )
    assert (session.amount_subtotal, session.amount_total) == (8900, 9390)
    assert session.total_details is not None
    assert session.total_details.amount_shipping == 490
    assert session.shipping_cost is not None
    assert session.shipping_cost.shipping_rate == made.id
    assert [option.shipping_amount for option in session.shipping_options] == [490, 1900]


def test_the_buyer_chooses_how_to_ship_and_where_to(twin: RunningTwin) -> None:
    session = open_session(
        twin,
        shipping_address_collection={"allowed_countries": ["SE", "DE"]},
        shipping_options=[{"shipping_rate_data": STANDARD}, {"shipping_rate_data": EXPRESS}],
    )
    courier = session.shipping_options[1].shipping_rate
    outcome = twin.pay(
        session,
        shipping_rate=courier,
        shipping_name="Bo Berg",
        shipping_country="SE",
        shipping_line1="2 Side Street",
        shipping_postal_code="111 22",
        shipping_city="Stockholm",
    )
    paid = done(twin, session)
    assert outcome["outcome"] == "complete"
    assert paid.amount_total == 8900 + 1900
    assert intent_of(twin, session).amount == 8900 + 1900
    assert paid.collected_information is not None
    details = paid.collected_information.shipping_details
    assert details is not None
    assert (details.name, details.address.city) == ("Bo Berg", "Stockholm")
    shipping = intent_of(twin, session).shipping
    assert shipping is not None
    assert shipping.name == "Bo Berg"


def test_an_address_the_shop_does_not_ship_to_is_handed_back(twin: RunningTwin) -> None:
    session = open_session(twin, shipping_address_collection={"allowed_countries": ["SE"]})
    answer = twin.pay(session, shipping_country="US")
    assert answer["fields"]["shipping_country"] == "The shop does not ship there."
    assert answer["fields"]["shipping_line1"] == "Required"


def test_fields_of_the_shops_own_are_answered(twin: RunningTwin) -> None:
    session = open_session(twin, custom_fields=[SIZE, ENGRAVING])
    missing = twin.pay(session)
    too_long = twin.pay(session, custom_size="l", custom_engraving="For Ada")
    twin.pay(session, custom_size="l", custom_engraving="Ada")
    size, engraving = done(twin, session).custom_fields
    assert missing == {"fields": {"custom_size": "Required"}}
    assert list(too_long["fields"]) == ["custom_engraving"]
    assert size.dropdown is not None
    assert engraving.text is not None
    assert (size.dropdown.value, engraving.text.value) == ("l", "Ada")
    assert session.custom_fields[0].dropdown is not None
    assert session.custom_fields[0].dropdown.value is None


def test_terms_must_be_accepted_and_news_need_not_be(twin: RunningTwin) -> None:
    session = open_session(
        twin, consent_collection={"terms_of_service": "required", "promotions": "auto"}
    )
    refused = twin.pay(session)
    twin.pay(session, terms_of_service="yes")
    consent = done(twin, session).consent
    assert list(refused["fields"]) == ["terms_of_service"]
    assert consent is not None
    assert (consent.terms_of_service, consent.promotions) == ("accepted", "opt_out")


def test_a_phone_number_is_kept(twin: RunningTwin) -> None:
    session = open_session(twin, phone_number_collection={"enabled": True})
    twin.pay(session, phone="+46 70 123 45 67")
    details = done(twin, session).customer_details
    assert details is not None
    assert details.phone == "+46 70 123 45 67"


def test_the_page_shows_every_question(twin: RunningTwin) -> None:
    session = open_session(
        twin,
        consent_collection={"terms_of_service": "required", "promotions": "auto"},
        custom_fields=[SIZE, ENGRAVING],
        phone_number_collection={"enabled": True},
        shipping_address_collection={"allowed_countries": ["SE"]},
        shipping_options=[{"shipping_rate_data": STANDARD}, {"shipping_rate_data": EXPRESS}],
    )
    text = twin.request("GET", session.url or "").text
    for name in (
        *("custom_size", "custom_engraving", "phone", "shipping_line1", "terms_of_service"),
        *("promotions", "shipping_rate"),
    ):
        assert f'name="{name}"' in text
    assert "Courier" in text
    assert "€19.00" in text


@pytest.mark.parametrize(
    ("changes", "param"),
    [
        (
            {"shipping_options": [{"shipping_rate_data": {"display_name": "Letter"}}]},
            "shipping_options[0][shipping_rate_data][fixed_amount]",
        ),
        (
            {"shipping_options": [{"shipping_rate": "shr_x"}]},
            "shipping_options[0][shipping_rate]",
        ),
        ({"custom_fields": [SIZE, SIZE]}, "custom_fields"),
        ({"custom_fields": [{**SIZE, "dropdown": None}]}, "custom_fields[0][dropdown]"),
        (
            {"shipping_address_collection": {"allowed_countries": ["Sweden"]}},
            "shipping_address_collection[allowed_countries][0]",
        ),
    ],
)
def test_questions_that_make_no_sense_are_refused(
    twin: RunningTwin, changes: dict[str, Any], param: str
) -> None:
    with pytest.raises(stripe.InvalidRequestError) as caught:
        open_session(twin, **changes)
    assert caught.value.param == param
