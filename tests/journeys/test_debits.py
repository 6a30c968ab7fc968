"""Money that takes two days: what the buyer is told meanwhile, and when it never comes."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

from tests.journeys.buyer import Purchase, buy, call
from tests.journeys.command import kvitto
from tests.journeys.control import move
from tests.journeys.stack import Stack, until

# Stripe's published test accounts.
PAYS = "DE89370400440532013000"
FAILS = "DE62370400440532013001"

WAITING = "Your order from Nordljus Press has been received"
FAILED = "Your payment to Nordljus Press failed"


def mails(stack: Stack, order_id: str) -> list[dict[str, Any]]:
    """Of one order, the first one first."""
    sent = json.loads(call("GET", stack.description["outbox"])[1])
    of_order = [mail for mail in sent if mail["headers"]["X-Kvitto-Order"] == order_id]
    return sorted(of_order, key=lambda mail: str(mail["sent_at"]))


def in_status(stack: Stack, purchase: Purchase, status: str) -> dict[str, Any]:
    def found() -> dict[str, Any] | None:
        order = purchase.order(stack)
        return order if order and order["status"] == status else None

    order = until(found)
    assert order is not None
    return order


def days_go_by(stack: Stack) -> None:
    move(stack, advance_seconds=timedelta(days=3).total_seconds(), leap=True)


def test_a_debit_that_settles_is_told_at_once_and_again_when_the_money_is_in(stack: Stack) -> None:
    purchase = buy(stack, iban=PAYS)
    order = in_status(stack, purchase, "awaiting_funds")
    until(lambda: mails(stack, order["id"]))

    days_go_by(stack)

    paid = purchase.completed(stack)
    first, second = mails(stack, order["id"])
    assert (first["subject"], first["to"]) == (WAITING, ["buyer@example.com"])
    assert paid["invoice"]["number"] in second["subject"]
    assert kvitto(stack, "audit")["breaches"] == []


def test_a_debit_that_fails_is_told_with_a_way_on(stack: Stack) -> None:
    purchase = buy(stack, iban=FAILS)
    order = in_status(stack, purchase, "awaiting_funds")
    until(lambda: mails(stack, order["id"]))

    days_go_by(stack)

    in_status(stack, purchase, "failed")
    until(lambda: len(mails(stack, order["id"])) == 2)
    assert [mail["subject"] for mail in mails(stack, order["id"])] == [WAITING, FAILED]
    assert kvitto(stack, "audit")["breaches"] == []


def test_a_document_is_sent_again_at_the_word_of_an_operator(stack: Stack) -> None:
    order = buy(stack).completed(stack)
    number = order["invoice"]["number"]

    done = kvitto(stack, "resend", number, "--key", "a-key-of-the-operator")
    again = kvitto(stack, "resend", number, "--key", "a-key-of-the-operator")
    move(stack, advance_seconds=150)

    until(lambda: len(mails(stack, order["id"])) == 2)
    first, second = mails(stack, order["id"])
    assert done["id"] == again["id"] == second["headers"]["X-Kvitto-Receipt"]
    assert second["to"] == first["to"]
    assert number in second["subject"]
    assert kvitto(stack, "audit")["breaches"] == []
