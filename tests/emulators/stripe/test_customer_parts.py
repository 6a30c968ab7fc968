"""What belongs to a customer: payment methods, a balance, tax ids, cards of the old kind."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
import stripe

from tests.emulators.stripe.payments import charge_id, paid
from tests.emulators.stripe.running import RunningTwin


def customer(twin: RunningTwin, **given: Any) -> stripe.Customer:
    params: Any = {"name": "Ada", **given}
    return twin.stripe.v1.customers.create(params=params)


def test_a_customer_can_begin_with_a_card_and_a_tax_id(twin: RunningTwin) -> None:
    twin.listen("customer.created", "payment_method.attached", "customer.tax_id.created")
    card = twin.stripe.v1.payment_methods.create(
        params={"type": "card", "card": {"token": "tok_visa"}}
    )
    ada = customer(
        twin,
        payment_method=card.id,
        invoice_settings={"default_payment_method": card.id},
        tax_id_data=[{"type": "eu_vat", "value": "DE123456789"}],
        expand=["tax_ids"],
    )
    twin.shop.wait_for("customer.created", "payment_method.attached", "customer.tax_id.created")
    [kept] = twin.stripe.v1.customers.payment_methods.list(ada.id).data
    assert ada.invoice_settings is not None
    assert (kept.id, ada.invoice_settings.default_payment_method) == (card.id, card.id)
    assert ada.tax_ids is not None
    assert [row.value for row in ada.tax_ids.data] == ["DE123456789"]


def test_the_default_goes_with_its_card(twin: RunningTwin) -> None:
    ada = customer(twin)
    card = twin.stripe.v1.payment_methods.attach("pm_card_visa", params={"customer": ada.id})
    with_default = twin.stripe.v1.customers.update(
        ada.id, params={"invoice_settings": {"default_payment_method": card.id}}
    )
    twin.stripe.v1.payment_methods.detach(card.id)
    after = twin.stripe.v1.customers.retrieve(ada.id)
    assert with_default.invoice_settings is not None
    assert with_default.invoice_settings.default_payment_method == card.id
    assert after.invoice_settings is not None
    assert after.invoice_settings.default_payment_method is None


def test_only_an_attached_method_can_be_the_default(twin: RunningTwin) -> None:
    ada = customer(twin)
    other = twin.stripe.v1.payment_methods.attach(
        "pm_card_visa", params={"customer": customer(twin).id}
    )
    with pytest.raises(stripe.InvalidRequestError, match="does not have a payment method"):
        twin.stripe.v1.customers.update(
            ada.id, params={"invoice_settings": {"default_payment_method": other.id}}
        )
    with pytest.raises(stripe.InvalidRequestError, match="No such payment_method"):
        twin.stripe.v1.customers.payment_methods.retrieve(ada.id, other.id)


def test_a_method_is_attached_once_and_detached_once(twin: RunningTwin) -> None:
    ada, bo = customer(twin), customer(twin)
    methods = twin.stripe.v1.payment_methods
    card = methods.attach("pm_card_visa", params={"customer": ada.id})
    again = methods.attach(card.id, params={"customer": ada.id})
    with pytest.raises(stripe.InvalidRequestError, match="already been attached"):
        methods.attach(card.id, params={"customer": bo.id})
    methods.detach(card.id)
    with pytest.raises(stripe.InvalidRequestError, match="not attached to a customer"):
        methods.detach(card.id)
    assert again.customer == ada.id


def test_a_card_that_declines_cannot_be_saved(twin: RunningTwin) -> None:
    ada = customer(twin)
    methods = twin.stripe.v1.payment_methods
    with pytest.raises(stripe.CardError) as caught:
        methods.attach("pm_card_visa_chargeDeclined", params={"customer": ada.id})
    later = methods.attach("pm_card_chargeCustomerFail", params={"customer": ada.id})
    assert caught.value.http_status == 402
    with pytest.raises(stripe.CardError):
        paid(twin, payment_method=later.id, customer=ada.id)


def test_a_payment_can_save_its_card(twin: RunningTwin) -> None:
    ada = customer(twin)
    intent = paid(twin, customer=ada.id, setup_future_usage="off_session")
    [kept] = twin.stripe.v1.customers.payment_methods.list(ada.id, params={"type": "card"}).data
    assert kept.id == intent.payment_method
    assert paid(twin, payment_method=kept.id, customer=ada.id, off_session=True).status == (
        "succeeded"
    )


def test_a_saved_card_can_be_described(twin: RunningTwin) -> None:
    twin.listen("payment_method.updated")
    card = twin.stripe.v1.payment_methods.attach(
        "pm_card_visa", params={"customer": customer(twin).id}
    )
    changed = twin.stripe.v1.payment_methods.update(
        card.id, params={"card": {"exp_year": 2040}, "billing_details": {"name": "Ada L."}}
    )
    twin.shop.wait_for("payment_method.updated")
    assert changed.card is not None
    assert (changed.card.exp_year, changed.billing_details.name) == (2040, "Ada L.")


def test_a_deleted_customer_leaves_no_methods(twin: RunningTwin) -> None:
    twin.listen("customer.deleted")
    ada = customer(twin)
    card = twin.stripe.v1.payment_methods.attach("pm_card_visa", params={"customer": ada.id})
    twin.stripe.v1.customers.delete(ada.id)
    [deleted] = twin.shop.wait_for("customer.deleted")
    assert deleted.data.object["name"] == "Ada"
    assert twin.stripe.v1.payment_methods.retrieve(card.id).customer is None
    with pytest.raises(stripe.InvalidRequestError, match="No such customer"):
        paid(twin, customer=ada.id)


def test_credit_and_debt_add_up(twin: RunningTwin) -> None:
    twin.listen("customer.updated")
    ada = customer(twin)
    entries = twin.stripe.v1.customers.balance_transactions
    entries.create(ada.id, params={"amount": -500, "currency": "sek", "description": "Sorry"})
    second = entries.create(ada.id, params={"amount": 200, "currency": "sek"})
    twin.shop.wait_for("customer.updated")
    after = twin.stripe.v1.customers.retrieve(ada.id)
    assert (second.ending_balance, second.type) == (-300, "adjustment")
    assert (after.balance, after.currency) == (-300, "sek")
    assert [row.amount for row in entries.list(ada.id).data] == [200, -500]
    assert entries.retrieve(ada.id, second.id).amount == 200
    with pytest.raises(stripe.InvalidRequestError, match="one currency only"):
        entries.create(ada.id, params={"amount": 1, "currency": "eur"})


def test_tax_ids_come_and_go(twin: RunningTwin) -> None:
    twin.listen("customer.tax_id.created", "customer.tax_id.deleted")
    ada = customer(twin)
    ids = twin.stripe.v1.customers.tax_ids
    made = ids.create(ada.id, params={"type": "eu_vat", "value": "SE123456789101"})
    gone = ids.delete(ada.id, made.id)
    twin.shop.wait_for("customer.tax_id.created", "customer.tax_id.deleted")
    assert (made.country, made.customer, gone.deleted) == ("SE", ada.id, True)
    assert ids.list(ada.id).data == []
    with pytest.raises(stripe.InvalidRequestError) as caught:
        ids.create(ada.id, params={"type": "eu_vat", "value": "SE12"})
    assert caught.value.code == "tax_id_invalid"


def test_a_card_of_the_old_kind_can_be_kept(twin: RunningTwin) -> None:
    twin.listen("customer.source.created", "customer.source.updated", "customer.source.deleted")
    ada = customer(twin)
    sources = twin.stripe.v1.customers.payment_sources
    card = sources.create(ada.id, params={"source": "tok_visa"})
    after: stripe.Customer = twin.stripe.v1.customers.retrieve(ada.id)
    sources.update(ada.id, card.id, params={"metadata": {"foo": "bar"}})
    sources.delete(ada.id, card.id)
    twin.shop.wait_for(
        "customer.source.created", "customer.source.updated", "customer.source.deleted"
    )
    assert after.default_source == card.id
    assert sources.list(ada.id).data == []


def test_a_charge_can_be_described_but_not_captured_by_itself(twin: RunningTwin) -> None:
    twin.listen("charge.updated")
    done, held = paid(twin), paid(twin, capture_method="manual")
    changed = twin.stripe.v1.charges.update(
        charge_id(done), params={"description": "Lamp", "fraud_details": {"user_report": "safe"}}
    )
    twin.shop.wait_for("charge.updated")
    captures: list[Callable[[], object]] = [
        lambda: twin.stripe.v1.charges.capture(charge_id(done)),
        lambda: twin.stripe.v1.charges.capture(charge_id(held)),
    ]
    for capture, why in zip(
        captures, ("already been captured", "capture the PaymentIntent"), strict=True
    ):
        with pytest.raises(stripe.InvalidRequestError, match=why):
            capture()
    assert changed.description == "Lamp"
    assert changed.fraud_details is not None
    assert changed.fraud_details.user_report == "safe"
