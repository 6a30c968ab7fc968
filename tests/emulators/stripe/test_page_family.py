"""The hosted pages as one family: every one of them by day, by night and without a mouse."""

from __future__ import annotations

import re
from typing import Any

import pytest

from tests.emulators.stripe import plans
from tests.emulators.stripe.orders import open_session, paid_session
from tests.emulators.stripe.running import RunningTwin

FAILS_LATER = "DE62370400440532013001"


def text(twin: RunningTwin, path: str) -> str:
    return twin.request("GET", path).text


def pages(twin: RunningTwin) -> list[str]:
    """One of every kind."""
    customer = plans.payer(twin)
    plans.subscribe(twin, customer, plans.monthly(twin))
    portal = twin.stripe.v1.billing_portal.sessions.create(params={"customer": customer.id})
    [invoice] = twin.stripe.v1.invoices.list().data
    asked = twin.pay(open_session(twin), card="4000002760003184")
    return [
        f"/c/pay/{open_session(twin).id}",
        f"/c/pay/{paid_session(twin).id}",
        portal.url,
        str(invoice.hosted_invoice_url),
        asked["url"],
        "/_twin/payments",
        "/_twin/deliveries",
        "/c/pay/nothing",
    ]


def test_every_page_is_of_one_look_with_a_heading_and_a_main_part(twin: RunningTwin) -> None:
    twin.listen()
    for page in pages(twin):
        shown = text(twin, page)
        assert shown.count("<h1") == 1, page
        assert "<main" in shown, page
        assert "/c/assets/tokens.css" in shown, page
        assert '<html lang="en">' in shown, page


def test_every_field_has_a_label_and_every_button_a_name(twin: RunningTwin) -> None:
    for page in pages(twin):
        shown = text(twin, page)
        fields = re.findall(r'<(?:input|select)(?![^>]*type="hidden")[^>]*\bid="([^"]+)"', shown)
        labels = re.findall(r'<label[^>]*\bfor="([^"]+)"', shown)
        assert set(fields) <= set(labels), page
        buttons = re.findall(r"<button[^>]*>(.*?)</button>", shown, re.DOTALL)
        assert all(re.sub(r"<[^>]*>", "", button).strip() for button in buttons), page


def test_the_look_has_a_night_side(twin: RunningTwin) -> None:
    assert "prefers-color-scheme: dark" in text(twin, "/c/assets/tokens.css")


def test_the_enter_key_pays_and_applies_no_code(twin: RunningTwin) -> None:
    shown = text(twin, f"/c/pay/{open_session(twin, allow_promotion_codes=True).id}")
    form = shown[shown.index("<form") :]
    [first] = re.findall(r"<button[^>]*type=\"submit\"[^>]*>", form)[:1]
    assert 'name="apply"' not in first
    assert 'name="apply"' in form


def test_a_debit_that_came_back_shows_a_way_on(twin: RunningTwin) -> None:
    session = open_session(twin)
    twin.pay(session, iban=FAILS_LATER)
    twin.advance(days=2)
    shown = text(twin, f"/c/pay/{session.id}")
    assert "Your bank did not send the money" in shown
    assert 'href="https://shop.example/cart"' in shown
    assert "on its way" not in shown


def test_the_page_says_how_long_shipping_takes(twin: RunningTwin) -> None:
    estimate: Any = {
        "minimum": {"unit": "business_day", "value": 1},
        "maximum": {"unit": "business_day", "value": 3},
    }
    rate = twin.stripe.v1.shipping_rates.create(
        params={
            "display_name": "Post",
            "fixed_amount": {"amount": 500, "currency": "eur"},
            "delivery_estimate": estimate,
        }
    )
    session = open_session(twin, shipping_options=[{"shipping_rate": rate.id}])
    assert "1 business day to 3 business days" in text(twin, f"/c/pay/{session.id}")


def test_the_portal_begins_with_the_line_of_the_shop(twin: RunningTwin) -> None:
    profile: Any = {"headline": "Light, kept on", "terms_of_service_url": "https://shop.example/t"}
    features: Any = {"invoice_history": {"enabled": True}}
    made = twin.stripe.v1.billing_portal.configurations.create(
        params={"business_profile": profile, "features": features}
    )
    portal = twin.stripe.v1.billing_portal.sessions.create(
        params={"customer": plans.payer(twin).id, "configuration": made.id}
    )
    shown = text(twin, portal.url)
    assert "Light, kept on" in shown
    assert "https://shop.example/t" in shown


@pytest.mark.parametrize("name", ["tokens", "controls", "checkout", "sheet"])
def test_every_style_is_served(twin: RunningTwin, name: str) -> None:
    assert twin.request("GET", f"/c/assets/{name}.css").status == 200
