"""Bank transfers: the buyer is told where to send the money, and it comes whole or in parts."""

from __future__ import annotations

from typing import Any

import pytest
import stripe

from tests.emulators.stripe.payments import charge, transaction
from tests.emulators.stripe.running import KEY, RunningTwin

AMOUNT = 20_000


def waiting(twin: RunningTwin, customer: str, amount: int = AMOUNT) -> stripe.PaymentIntent:
    """An intent that waits for a transfer in euro."""
    params: Any = {
        "amount": amount,
        "currency": "eur",
        "customer": customer,
        "allowed_payment_method_types": ["customer_balance"],
        "payment_method_data": {"type": "customer_balance"},
        "payment_method_options": {
            "customer_balance": {
                "funding_type": "bank_transfer",
                "bank_transfer": {
                    "type": "eu_bank_transfer",
                    "eu_bank_transfer": {"country": "FR"},
                },
            }
        },
        "confirm": True,
    }
    return twin.stripe.v1.payment_intents.create(params=params)


def instructions(intent: stripe.PaymentIntent) -> Any:
    assert intent.next_action is not None
    return intent.next_action.display_bank_transfer_instructions


def send(twin: RunningTwin, customer: str, amount: int, reference: str | None = None) -> None:
    params: Any = {"amount": amount, "currency": "eur"}
    if reference is not None:
        params["reference"] = reference
    twin.stripe.v1.test_helpers.customers.fund_cash_balance(customer, params=params)


def again(twin: RunningTwin, intent: stripe.PaymentIntent) -> stripe.PaymentIntent:
    return twin.stripe.v1.payment_intents.retrieve(intent.id)


def available(twin: RunningTwin, customer: str) -> int:
    balance = twin.stripe.v1.customers.cash_balance.retrieve(customer)
    return 0 if balance.available is None else int(balance.available["eur"])


@pytest.fixture
def customer(twin: RunningTwin) -> str:
    return twin.stripe.v1.customers.create(params={"email": "ada@example.com"}).id


def test_the_buyer_is_told_where_to_send_the_money(twin: RunningTwin, customer: str) -> None:
    intent = waiting(twin, customer)
    told = instructions(intent)
    [address] = told.financial_addresses
    assert (intent.status, told.amount_remaining, told.type) == (
        "requires_action",
        AMOUNT,
        "eu_bank_transfer",
    )
    assert address.iban.iban.startswith("FR")
    assert told.reference


def test_a_transfer_in_two_parts_pays(twin: RunningTwin, customer: str) -> None:
    twin.listen()
    intent = waiting(twin, customer)
    send(twin, customer, 5_000)
    [partial] = twin.shop.wait_for("payment_intent.partially_funded")
    left = partial.data.object["next_action"]["display_bank_transfer_instructions"]
    assert left["amount_remaining"] == 15_000
    send(twin, customer, 15_000)
    twin.shop.wait_for("charge.succeeded", "payment_intent.succeeded")
    paid = charge(twin, again(twin, intent))
    assert paid.payment_method_details is not None
    assert paid.payment_method_details.type == "customer_balance"
    assert transaction(twin, paid.balance_transaction).fee == 100


def test_what_is_too_much_stays_on_the_balance(twin: RunningTwin, customer: str) -> None:
    twin.listen()
    waiting(twin, customer)
    send(twin, customer, AMOUNT + 700)
    [event] = twin.shop.wait_for("cash_balance.funds_available")
    assert event.data.object["available"]["eur"] == 700


def test_the_balance_pays_at_once_what_it_can(twin: RunningTwin, customer: str) -> None:
    send(twin, customer, AMOUNT + 1_000)
    assert waiting(twin, customer).status == "succeeded"
    assert instructions(waiting(twin, customer)).amount_remaining == AMOUNT - 1_000


def test_the_reference_says_which_payment_is_meant(twin: RunningTwin, customer: str) -> None:
    first, second = waiting(twin, customer), waiting(twin, customer)
    send(twin, customer, AMOUNT, instructions(second).reference)
    assert again(twin, first).status == "requires_action"
    assert again(twin, second).status == "succeeded"


def test_without_a_reference_the_amount_says_it(twin: RunningTwin, customer: str) -> None:
    first, second = waiting(twin, customer), waiting(twin, customer, 900)
    send(twin, customer, 900)
    assert instructions(again(twin, first)).amount_remaining == AMOUNT
    assert again(twin, second).status == "succeeded"


def test_by_hand_nothing_is_paid_until_it_is_said(twin: RunningTwin, customer: str) -> None:
    mode: Any = {"settings": {"reconciliation_mode": "manual"}}
    twin.stripe.v1.customers.cash_balance.update(customer, params=mode)
    intent = waiting(twin, customer)
    send(twin, customer, AMOUNT)
    assert instructions(again(twin, intent)).amount_remaining == AMOUNT
    part = twin.stripe.v1.payment_intents.apply_customer_balance(
        intent.id, params={"amount": 1_000}
    )
    assert instructions(part).amount_remaining == AMOUNT - 1_000
    paid = twin.stripe.v1.payment_intents.apply_customer_balance(intent.id)
    assert paid.status == "succeeded"


def test_a_canceled_payment_gives_back_what_was_sent(twin: RunningTwin, customer: str) -> None:
    intent = waiting(twin, customer)
    send(twin, customer, 5_000)
    assert available(twin, customer) == 0
    twin.stripe.v1.payment_intents.cancel(intent.id)
    assert available(twin, customer) == 5_000
    rows = twin.stripe.v1.customers.cash_balance_transactions.list(customer).data
    assert [row.type for row in rows] == ["unapplied_from_payment", "applied_to_payment", "funded"]


def test_only_a_customer_can_transfer(twin: RunningTwin) -> None:
    with pytest.raises(stripe.InvalidRequestError, match="without a customer"):
        twin.stripe.v1.payment_intents.create(
            params={
                "amount": AMOUNT,
                "currency": "eur",
                "allowed_payment_method_types": ["customer_balance"],
                "payment_method_data": {"type": "customer_balance"},
                "confirm": True,
            }
        )


def test_funding_instructions_name_the_same_account(twin: RunningTwin, customer: str) -> None:
    params: Any = {
        "bank_transfer": {"type": "eu_bank_transfer", "eu_bank_transfer": {"country": "FR"}},
        "currency": "eur",
        "funding_type": "bank_transfer",
    }
    told = twin.stripe.v1.customers.funding_instructions.create(customer, params=params)
    [address] = told.bank_transfer.financial_addresses
    [same] = instructions(waiting(twin, customer)).financial_addresses
    assert address.iban is not None
    assert address.iban.iban == same.iban.iban


def test_a_customer_with_a_cash_balance_cannot_be_deleted(twin: RunningTwin, customer: str) -> None:
    send(twin, customer, 100)
    with pytest.raises(stripe.InvalidRequestError, match="cash balance"):
        twin.stripe.v1.customers.delete(customer)


def test_the_money_can_be_sent_on_the_page(twin: RunningTwin, customer: str) -> None:
    intent = waiting(twin, customer)
    page = instructions(intent).hosted_instructions_url
    shown = twin.request("GET", page)
    assert instructions(intent).reference in shown.text
    assert twin.request("POST", page, form={"amount": "x"}).status == 400
    assert twin.request("POST", page, form={"amount": "5000"}).status == 303
    assert "Send €150.00" in twin.request("GET", page).text
    twin.request("POST", page, form={"amount": ""})
    assert "The money has arrived" in twin.request("GET", page).text
    assert again(twin, intent).status == "succeeded"


def test_the_balance_comes_with_its_customer_if_asked_for(twin: RunningTwin, customer: str) -> None:
    send(twin, customer, 100)
    shown = twin.request(
        "GET",
        f"/v1/customers/{customer}?expand[]=cash_balance",
        headers={"Authorization": f"Bearer {KEY}"},
    )
    assert '"eur": 100' in shown.text


def test_the_kind_of_transfer_can_be_chosen_at_confirmation(
    twin: RunningTwin, customer: str
) -> None:
    given: Any = {
        "amount": AMOUNT,
        "currency": "eur",
        "customer": customer,
        "allowed_payment_method_types": ["customer_balance"],
    }
    intent = twin.stripe.v1.payment_intents.create(params=given)
    options: Any = {
        "customer_balance": {
            "funding_type": "bank_transfer",
            "bank_transfer": {
                "type": "eu_bank_transfer",
                "eu_bank_transfer": {"country": "NL"},
            },
        }
    }
    confirmed = twin.stripe.v1.payment_intents.confirm(
        intent.id,
        params={
            "payment_method_data": {"type": "customer_balance"},
            "payment_method_options": options,
        },
    )
    [address] = instructions(confirmed).financial_addresses
    assert address.iban.country == "NL"
