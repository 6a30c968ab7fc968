"""Taxes on one-time sessions: by hand and automatic."""

from __future__ import annotations

from typing import Any

import pytest
import stripe

from tests.emulators.stripe.orders import intent_of, line, open_session, paid_session, params
from tests.emulators.stripe.running import RunningTwin
from tests.emulators.stripe.taxed import EXPANDED, TAXED, bought, register, taxed_line


def test_rates_by_hand_are_added_or_are_in_the_price(twin: RunningTwin) -> None:
    rate = twin.stripe.v1.tax_rates.create
    vat = rate(params={"display_name": "VAT", "inclusive": True, "percentage": 25})
    city = rate(params={"display_name": "City", "inclusive": False, "percentage": 2.5})
    session = open_session(
        twin, line_items=[line(1000, tax_rates=[vat.id, city.id]), line(500)], expand=EXPANDED
    )
    assert (session.amount_subtotal, session.amount_total) == (1500, 1520)
    assert session.total_details is not None
    assert session.total_details.amount_tax == 220
    assert session.line_items is not None
    taxes = session.line_items.data[0].taxes
    assert taxes is not None
    assert [(tax.amount, tax.taxable_amount, tax.rate.id) for tax in taxes] == [
        (200, 800, vat.id),
        (20, 800, city.id),
    ]


def test_tax_waits_for_the_buyers_country(twin: RunningTwin) -> None:
    register(twin, "SE")
    session = open_session(twin, line_items=[taxed_line(10000, "exclusive")], **TAXED)
    assert session.automatic_tax.status == "requires_location_inputs"
    assert session.amount_total == 10000
    after, tax = bought(twin, {"country": "SE"}, taxed_line(10000, "exclusive"))
    assert after.automatic_tax.status == "complete"
    assert (after.amount_subtotal, after.amount_total) == (10000, 12500)
    assert intent_of(twin, after).amount_received == 12500
    assert (tax.amount, tax.taxability_reason, tax.taxable_amount) == (
        *(2500, "standard_rated"),
        10000,
    )
    assert (tax.rate.country, tax.rate.effective_percentage, tax.rate.active) == ("SE", 25, False)


@pytest.mark.parametrize(
    ("country", "reason", "percentage"),
    [
        ("SE", "standard_rated", 25),
        ("DE", "not_collecting", 0),
        ("US", "not_collecting", 0),
        ("BR", "not_supported", 0),
    ],
)
def test_a_registration_at_home_counts_at_home(
    twin: RunningTwin, country: str, reason: str, percentage: int
) -> None:
    register(twin, "SE")
    after, tax = bought(twin, {"country": country})
    assert after.amount_total == 8900
    assert (tax.taxability_reason, tax.rate.effective_percentage) == (reason, percentage)


def test_the_one_stop_shop_counts_in_the_whole_union(twin: RunningTwin) -> None:
    register(twin, "SE", "oss_union")
    after, tax = bought(twin, {"country": "FI"})
    assert (tax.rate.country, tax.rate.percentage, tax.rate.inclusive) == ("FI", 25.5, True)
    assert (after.amount_total, tax.amount, tax.taxable_amount) == (8900, 1808, 7092)


def test_a_small_seller_charges_the_tax_of_home(twin: RunningTwin) -> None:
    register(twin, "SE", place_of_supply_scheme="small_seller")
    _, tax = bought(twin, {"country": "DE"})
    assert (tax.rate.country, tax.rate.percentage) == ("SE", 25)


def test_a_business_of_another_country_owes_the_tax_itself(twin: RunningTwin) -> None:
    register(twin, "SE")
    buyer = {"country": "DE", "tax_id": "DE 123456789"}
    after, tax = bought(
        twin, buyer, taxed_line(10000, "exclusive"), tax_id_collection={"enabled": True}
    )
    assert (after.amount_total, tax.taxability_reason) == (10000, "reverse_charge")
    assert after.customer_details is not None
    assert after.customer_details.tax_ids is not None
    [known] = after.customer_details.tax_ids
    assert (known.type, known.value) == ("eu_vat", "DE123456789")


def test_a_business_at_home_pays_the_tax(twin: RunningTwin) -> None:
    register(twin, "SE")
    buyer = {"country": "SE", "tax_id": "SE556012579001"}
    _, tax = bought(twin, buyer, tax_id_collection={"enabled": True})
    assert tax.taxability_reason == "standard_rated"


@pytest.mark.parametrize(
    ("code", "reason", "amount"),
    [
        ("txcd_35010000", "reduced_rated", 600),
        ("txcd_00000000", "not_subject_to_tax", 0),
        ("txcd_99999999", "standard_rated", 2500),
    ],
)
def test_a_product_may_have_a_rate_of_its_own(
    twin: RunningTwin, code: str, reason: str, amount: int
) -> None:
    register(twin, "SE")
    item = taxed_line(10000, "exclusive", tax_code=code)
    _, tax = bought(twin, {"country": "SE"}, item)
    assert (tax.taxability_reason, tax.amount) == (reason, amount)


def test_an_exempt_customer_pays_no_tax(twin: RunningTwin) -> None:
    register(twin, "SE")
    ada = twin.stripe.v1.customers.create(
        params={"address": {"country": "SE"}, "tax_exempt": "exempt"}
    )
    session = open_session(twin, customer=ada.id, expand=EXPANDED, **TAXED)
    assert session.automatic_tax.status == "complete"
    assert session.total_details is not None
    assert session.total_details.breakdown is not None
    [tax] = session.total_details.breakdown.taxes
    assert (tax.amount, tax.taxability_reason) == (0, "customer_exempt")


def test_a_customer_without_an_address_needs_leave_to_give_one(twin: RunningTwin) -> None:
    register(twin, "SE")
    ada = twin.stripe.v1.customers.create()
    with pytest.raises(stripe.InvalidRequestError) as caught:
        open_session(twin, customer=ada.id, **TAXED)
    assert caught.value.code == "customer_tax_location_invalid"
    paid_session(twin, customer=ada.id, customer_update={"address": "auto"}, **TAXED)
    address = twin.stripe.v1.customers.retrieve(ada.id).address
    assert address is not None
    assert address.country == "SE"


def test_discounts_come_before_taxes(twin: RunningTwin) -> None:
    register(twin, "SE")
    ten = twin.stripe.v1.coupons.create(params={"percent_off": 10})
    item = taxed_line(10000, "exclusive")
    after, tax = bought(twin, {"country": "SE"}, item, discounts=[{"coupon": ten.id}])
    assert (tax.taxable_amount, tax.amount, after.amount_total) == (9000, 2250, 11250)


def test_each_line_is_rounded_by_itself(twin: RunningTwin) -> None:
    register(twin, "SE")
    lines = [taxed_line(1002, "exclusive"), taxed_line(1002, "exclusive")]
    after, tax = bought(twin, {"country": "SE"}, *lines)
    assert after.total_details is not None
    assert (tax.amount, after.total_details.amount_tax) == (251, 502)


def test_a_second_attempt_from_elsewhere_has_its_own_tax(twin: RunningTwin) -> None:
    register(twin, "SE", "oss_union")
    session = open_session(twin, line_items=[taxed_line(10000, "exclusive")], **TAXED)
    assert twin.pay(session, country="HU", card="4000000000000002")["outcome"] == "declined"
    assert intent_of(twin, session).amount == 12700
    assert twin.pay(session, country="LU")["outcome"] == "complete"
    assert intent_of(twin, session).amount_received == 11700


def test_the_page_asks_again_when_the_total_is_another(twin: RunningTwin) -> None:
    register(twin, "SE")
    session = open_session(twin, line_items=[taxed_line(10000, "exclusive")], **TAXED)
    form = {
        "shown_total": "10000",
        "email": "ada@example.com",
        "name": "Ada",
        "country": "SE",
        "card_number": "4242424242424242",
        "card_expiry": "12/40",
        "card_cvc": "123",
    }
    first = twin.request("POST", f"/c/pay/{session.id}", form=form)
    assert (first.status, "€125.00" in first.text) == (200, True)
    second = twin.request("POST", f"/c/pay/{session.id}", form={**form, "shown_total": "12500"})
    assert second.status == 303


def test_rates_by_hand_and_automatic_tax_exclude_each_other(twin: RunningTwin) -> None:
    rate = twin.stripe.v1.tax_rates.create(
        params={"display_name": "VAT", "inclusive": True, "percentage": 25}
    )
    given = params(line_items=[line(tax_rates=[rate.id])], **TAXED)
    with pytest.raises(stripe.InvalidRequestError):
        twin.stripe.v1.checkout.sessions.create(params=given)
    twin.stripe.v1.tax_rates.update(rate.id, params={"active": False})
    with pytest.raises(stripe.InvalidRequestError, match="archived"):
        open_session(twin, line_items=[line(tax_rates=[rate.id])])


def test_the_account_says_where_it_is_at_home(twin: RunningTwin) -> None:
    before = twin.stripe.v1.tax.settings.retrieve()
    assert before.head_office is not None
    assert (before.status, before.head_office.address.country) == ("active", "SE")
    given: Any = {
        "head_office": {"address": {"country": "DE"}},
        "defaults": {"tax_behavior": "exclusive"},
    }
    twin.stripe.v1.tax.settings.update(params=given)
    register(twin, "DE")
    after, tax = bought(twin, {"country": "DE"}, line(10000))
    assert (after.amount_total, tax.rate.percentage) == (11900, 19)


def test_a_registration_ends(twin: RunningTwin) -> None:
    register(twin, "SE")
    [row] = twin.stripe.v1.tax.registrations.list().data
    twin.stripe.v1.tax.registrations.update(row.id, params={"expires_at": "now"})
    assert twin.stripe.v1.tax.registrations.list(params={"status": "active"}).data == []
    _, tax = bought(twin, {"country": "SE"})
    assert tax.taxability_reason == "not_collecting"


def test_goods_are_taxed_where_they_are_sent(twin: RunningTwin) -> None:
    register(twin, "SE", "oss_union")
    ada = twin.stripe.v1.customers.create()
    session = open_session(
        twin,
        customer=ada.id,
        customer_update={"shipping": "auto"},
        line_items=[taxed_line(10000, "exclusive")],
        shipping_address_collection={"allowed_countries": ["FI", "SE"]},
        **TAXED,
    )
    sent = {"shipping_name": "Ada", "shipping_line1": "1 Street", "shipping_city": "Espoo"}
    twin.pay(session, country="SE", shipping_country="FI", shipping_postal_code="02100", **sent)
    after = twin.stripe.v1.checkout.sessions.retrieve(session.id)
    assert after.amount_total == 12550
    known = twin.stripe.v1.customers.retrieve(ada.id).shipping
    assert known is not None
    assert known.address is not None
    assert known.address.country == "FI"
