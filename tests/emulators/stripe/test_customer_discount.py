"""`coupon` on customers: for calls that name no version, as the Stripe CLI's."""

from __future__ import annotations

import json
from typing import Any

import pytest
import stripe

from tests.emulators.stripe import plans
from tests.emulators.stripe.running import KEY, RunningTwin


def call(twin: RunningTwin, path: str, **form: str) -> dict[str, Any]:
    """A POST without `Stripe-Version`."""
    headers = {"Authorization": f"Bearer {KEY}"}
    answer: dict[str, Any] = json.loads(twin.request("POST", path, form=form, headers=headers).text)
    return answer


def coupon(twin: RunningTwin, percent: int = 20) -> str:
    return twin.stripe.v1.coupons.create(params={"percent_off": percent, "duration": "forever"}).id


def test_a_customer_with_a_coupon_pays_less(twin: RunningTwin) -> None:
    given = call(twin, "/v1/customers", coupon=coupon(twin))
    assert given["discount"]["customer"] == given["id"]
    attached = twin.stripe.v1.payment_methods.attach(
        "pm_card_visa", params={"customer": given["id"]}
    )
    card: Any = {"invoice_settings": {"default_payment_method": attached.id}}
    customer = twin.stripe.v1.customers.update(given["id"], params=card)
    subscription = plans.subscribe(twin, customer, plans.monthly(twin, 1000))
    assert plans.latest(twin, subscription.id).total == 800


def test_another_coupon_takes_the_place_of_the_first(twin: RunningTwin) -> None:
    given = call(twin, "/v1/customers", coupon=coupon(twin))
    after = call(twin, f"/v1/customers/{given['id']}", coupon=coupon(twin, 30))
    assert after["discount"]["id"] != given["discount"]["id"]
    assert "customer.discount.updated" in plans.types(twin)


@pytest.mark.parametrize("way", ["emptied", "deleted"])
def test_a_discount_is_taken_off(twin: RunningTwin, way: str) -> None:
    given = call(twin, "/v1/customers", coupon=coupon(twin))
    if way == "emptied":
        call(twin, f"/v1/customers/{given['id']}", coupon="")
    else:
        twin.stripe.v1.customers.delete_discount(given["id"])
    assert twin.stripe.v1.customers.retrieve(given["id"]).discount is None
    assert "customer.discount.deleted" in plans.types(twin)


def test_a_call_of_today_does_not_know_it(twin: RunningTwin) -> None:
    params: Any = {"coupon": coupon(twin)}
    with pytest.raises(stripe.InvalidRequestError, match="unknown parameter: coupon"):
        twin.stripe.v1.customers.create(params=params)


def test_a_coupon_that_is_used_up_is_refused(twin: RunningTwin) -> None:
    once: Any = {"percent_off": 10, "duration": "once", "max_redemptions": 1}
    key = twin.stripe.v1.coupons.create(params=once).id
    call(twin, "/v1/customers", coupon=key)
    assert call(twin, "/v1/customers", coupon=key)["error"]["code"] == "coupon_expired"
