from __future__ import annotations

import json

from tests.journeys.buyer import buy, call
from tests.journeys.stack import Stack


def test_a_payment_becomes_a_paid_order_an_invoice_and_one_mail(stack: Stack) -> None:
    order = buy(stack).completed(stack)

    assert order["status"] == "paid"
    assert order["total_minor"] == 8900
    assert order["invoice"]["number"].endswith("-000001")
    status, document = call("GET", order["invoice"]["pdf_url"])
    assert (status, document[:5]) == (200, b"%PDF-")
    (mail,) = json.loads(call("GET", stack.description["outbox"])[1])
    assert mail["to"] == ["buyer@example.com"]
    assert order["invoice"]["number"] in mail["subject"]


def test_the_shop_and_the_inbox_are_there(stack: Stack) -> None:
    for page in ("shop", "inbox"):
        status, content = call("GET", stack.description[page])
        assert (status, content[:15]) == (200, b"<!doctype html>")


def test_a_killed_function_answers_again_without_losing_a_call(stack: Stack) -> None:
    catalog = f"{stack.description['checkout']}/v1/catalog"
    before = stack.description["pids"]["checkout"]

    stack.kill("checkout")
    status, _ = call("GET", catalog)

    assert status == 200
    assert stack.description["pids"]["checkout"] != before


def test_a_purchase_survives_the_death_of_every_function(stack: Stack) -> None:
    purchase = buy(stack)
    for name in stack.description["functions"]:
        stack.kill(name)

    assert purchase.completed(stack)["status"] == "paid"


def test_a_local_cloud_that_was_killed_comes_back_with_what_it_knew(stack: Stack) -> None:
    purchase = buy(stack)
    sold = purchase.completed(stack)
    stack.kill("cloud")

    assert purchase.completed(stack) == sold
