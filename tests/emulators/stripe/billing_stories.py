"""What a shop lives through with those who pay again and again, or by invoice, or for less."""

from __future__ import annotations

from typing import Any

from tests.emulators.stripe import plans, taxed
from tests.emulators.stripe.billed import drafted, ident, item
from tests.emulators.stripe.orders import open_session
from tests.emulators.stripe.running import RunningTwin
from tests.emulators.stripe.stories import save_a_card_for_invoices

_SAVED_THEN_DECLINES = "pm_card_chargeCustomerFail"


def subscription_ends_unpaid(twin: RunningTwin) -> None:
    """A trial, one payment, then a card that declines: eight attempts, and it is canceled."""
    customer = save_a_card_for_invoices(twin)
    plans.subscribe(twin, customer, plans.monthly(twin, 1500), trial_period_days=7)
    twin.walk(days=7, hours=2)
    card = twin.stripe.v1.payment_methods.attach(
        _SAVED_THEN_DECLINES, params={"customer": customer.id}
    )
    settings: Any = {"invoice_settings": {"default_payment_method": card.id}}
    twin.stripe.v1.customers.update(customer.id, params=settings)
    twin.walk(days=46)


def invoice_voided(twin: RunningTwin) -> None:
    """One that was sent, and should not have been."""
    customer = plans.payer(twin, None, name="Ada")
    item(twin, customer, 4500, description="Repair")
    invoice = drafted(twin, customer, collection_method="send_invoice", days_until_due=14)
    twin.stripe.v1.invoices.send_invoice(ident(invoice))
    twin.walk(days=1)
    twin.stripe.v1.invoices.void_invoice(ident(invoice))
    twin.walk(seconds=2)


def discounted_and_taxed(twin: RunningTwin) -> None:
    """A fifth off by a code that the buyer types, and Ireland's tax on what is left."""
    taxed.register(twin, "IE", place_of_supply_scheme="standard")
    coupon = twin.stripe.v1.coupons.create(params={"percent_off": 20, "duration": "once"})
    given: Any = {"promotion": {"type": "coupon", "coupon": coupon.id}, "code": "AUTUMN"}
    twin.stripe.v1.promotion_codes.create(params=given)
    session = open_session(
        twin,
        line_items=[taxed.taxed_line(10_000, "exclusive")],
        allow_promotion_codes=True,
        **taxed.TAXED,
    )
    buyer = {"country": "IE", "promotion_code": "AUTUMN"}
    assert twin.pay(session, **buyer)["outcome"] == "complete"
    twin.walk(seconds=2)
