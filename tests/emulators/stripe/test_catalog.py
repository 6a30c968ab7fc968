"""Products, prices and customers."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
import stripe

from tests.emulators.stripe.orders import open_session
from tests.emulators.stripe.running import RunningTwin


def test_a_product_can_be_made_changed_and_found(twin: RunningTwin) -> None:
    twin.listen()
    made = twin.stripe.v1.products.create(params={"name": "Lamp", "metadata": {"sku": "a1"}})
    twin.advance(seconds=5)
    changed = twin.stripe.v1.products.update(
        made.id, params={"active": False, "description": "Gone", "metadata": {"sku": ""}}
    )
    found = twin.stripe.v1.products.list(params={"active": False}).data
    created, updated = twin.shop.wait_for("product.created", "product.updated")
    assert (changed.active, changed.description, changed.metadata.to_dict()) == (False, "Gone", {})
    assert changed.updated > made.updated
    assert [row.id for row in found] == [made.id]
    assert created.data.object["active"]
    assert updated.data.previous_attributes is not None
    assert updated.data.previous_attributes["active"]
    assert "name" not in updated.data.previous_attributes


def test_a_product_may_bring_its_own_id_once(twin: RunningTwin) -> None:
    twin.stripe.v1.products.create(params={"id": "lamp", "name": "Lamp"})
    with pytest.raises(stripe.InvalidRequestError) as caught:
        twin.stripe.v1.products.create(params={"id": "lamp", "name": "Lamp"})
    assert caught.value.code == "resource_already_exists"


def test_a_field_can_be_emptied_but_a_name_cannot(twin: RunningTwin) -> None:
    made = twin.stripe.v1.products.create(params={"name": "Lamp", "description": "Bright"})
    assert twin.stripe.v1.products.update(made.id, params={"description": ""}).description is None
    with pytest.raises(stripe.InvalidRequestError) as caught:
        twin.stripe.v1.products.update(made.id, params={"name": ""})
    assert caught.value.code == "parameter_invalid_empty"


def test_a_price_belongs_to_a_product(twin: RunningTwin) -> None:
    lamp = twin.stripe.v1.products.create(params={"name": "Lamp"})
    price = twin.stripe.v1.prices.create(
        params={"product": lamp.id, "currency": "EUR", "unit_amount": 8900, "nickname": "list"}
    )
    twin.stripe.v1.products.update(lamp.id, params={"default_price": price.id})
    assert (price.currency, price.unit_amount, price.type) == ("eur", 8900, "one_time")
    assert price.unit_amount_decimal == Decimal(8900)
    assert twin.stripe.v1.products.retrieve(lamp.id).default_price == price.id
    rows = twin.stripe.v1.prices.list(params={"product": lamp.id, "currency": "eur"}).data
    assert [row.id for row in rows] == [price.id]


def test_a_lookup_key_moves_only_when_told_to(twin: RunningTwin) -> None:
    base = {"currency": "eur", "unit_amount": 100, "product_data": {"name": "Card"}}
    first = twin.stripe.v1.prices.create(params={**base, "lookup_key": "card"})  # type: ignore[typeddict-item]
    with pytest.raises(stripe.InvalidRequestError, match="already uses that lookup key"):
        twin.stripe.v1.prices.create(params={**base, "lookup_key": "card"})  # type: ignore[typeddict-item]
    second = twin.stripe.v1.prices.create(
        params={**base, "lookup_key": "card", "transfer_lookup_key": True}  # type: ignore[typeddict-item]
    )
    rows = twin.stripe.v1.prices.list(params={"lookup_keys": ["card"]}).data
    assert [row.id for row in rows] == [second.id]
    assert twin.stripe.v1.prices.retrieve(first.id).lookup_key is None


@pytest.mark.parametrize(
    ("changes", "param"),
    [
        ({"currency": "xxx"}, "currency"),
        ({"unit_amount": -1}, "unit_amount"),
        ({"unit_amount_decimal": "1.5"}, "unit_amount"),
        ({"product": "prod_x", "product_data": None}, "product"),
        ({"recurring": {"interval": "decade"}}, "recurring[interval]"),
        ({"recurring": {"interval": "year", "interval_count": 4}}, "recurring[interval_count]"),
        ({"custom_unit_amount": {"enabled": True}}, "custom_unit_amount"),
    ],
)
def test_a_price_that_makes_no_sense_is_refused(
    twin: RunningTwin, changes: dict[str, object], param: str
) -> None:
    usual = {"currency": "eur", "unit_amount": 100, "product_data": {"name": "Card"}}
    given = {name: value for name, value in {**usual, **changes}.items() if value is not None}
    with pytest.raises(stripe.InvalidRequestError) as caught:
        twin.stripe.v1.prices.create(params=given)  # type: ignore[arg-type]
    assert caught.value.param == param


def test_a_customer_can_be_made_changed_found_and_deleted(twin: RunningTwin) -> None:
    twin.listen()
    ada = twin.stripe.v1.customers.create(
        params={"email": "ada@example.com", "name": "Ada", "address": {"country": "GB"}}
    )
    changed = twin.stripe.v1.customers.update(ada.id, params={"phone": "+4412345"})
    found = twin.stripe.v1.customers.list(params={"email": "ada@example.com"}).data
    gone = twin.stripe.v1.customers.delete(ada.id)
    twin.shop.wait_for("customer.created", "customer.updated", "customer.deleted")
    assert ada.address is not None
    assert (ada.address.country, ada.address.city) == ("GB", None)
    assert changed.phone == "+4412345"
    assert [row.id for row in found] == [ada.id]
    assert gone.deleted
    assert twin.stripe.v1.customers.retrieve(ada.id).deleted
    assert twin.stripe.v1.customers.list().data == []


def test_a_deleted_customer_cannot_buy(twin: RunningTwin) -> None:
    ada = twin.stripe.v1.customers.create()
    twin.stripe.v1.customers.delete(ada.id)
    with pytest.raises(stripe.InvalidRequestError, match="No such customer"):
        twin.stripe.v1.payment_intents.create(
            params={"amount": 100, "currency": "eur", "customer": ada.id}
        )


def test_prices_in_tiers_in_packages_and_in_other_currencies(twin: RunningTwin) -> None:
    base: Any = {"currency": "eur", "product_data": {"name": "Screws"}}
    tiers = [
        {"up_to": 10, "unit_amount": 100},
        {"up_to": "inf", "unit_amount": 50, "flat_amount": 20},
    ]
    tiered = {"billing_scheme": "tiered", "tiers": tiers}
    create = twin.stripe.v1.prices.create
    graduated = create(params=base | tiered | {"tiers_mode": "graduated", "expand": ["tiers"]})
    volume = create(params=base | tiered | {"tiers_mode": "volume"})
    packs = create(
        params=base | {"unit_amount": 900, "transform_quantity": {"divide_by": 12, "round": "up"}}
    )
    dollars = create(
        params=base
        | {
            "unit_amount": 900,
            "currency_options": {"usd": {"unit_amount": 1000}},
            "expand": ["currency_options"],
        }
    )
    assert graduated.tiers is not None
    assert [tier.up_to for tier in graduated.tiers] == [10, None]
    assert dollars.currency_options is not None
    assert set(dollars.currency_options.to_dict()) == {"eur", "usd"}
    totals = {
        graduated.id: 10 * 100 + 5 * 50 + 20,
        volume.id: 15 * 50 + 20,
        packs.id: 2 * 900,
    }
    for key, total in totals.items():
        session = open_session(twin, line_items=[{"price": key, "quantity": 15}])
        assert session.amount_total == total
    session = open_session(twin, currency="usd", line_items=[{"price": dollars.id, "quantity": 2}])
    assert (session.amount_total, session.currency) == (2000, "usd")


def test_a_product_brings_its_price_along(twin: RunningTwin) -> None:
    data: Any = {"currency": "eur", "unit_amount": 900, "recurring": {"interval": "year"}}
    made = twin.stripe.v1.products.create(
        params={"name": "Plan", "default_price_data": data, "expand": ["default_price"]}
    )
    assert isinstance(made.default_price, stripe.Price)
    assert made.default_price.recurring is not None
    assert made.default_price.recurring.interval == "year"
    with pytest.raises(stripe.InvalidRequestError, match="default price"):
        twin.stripe.v1.prices.update(made.default_price.id, params={"active": False})
    with pytest.raises(stripe.InvalidRequestError, match="cannot be deleted"):
        twin.stripe.v1.products.delete(made.id)
    bare = twin.stripe.v1.products.create(params={"name": "Bare"})
    assert twin.stripe.v1.products.delete(bare.id).deleted
