"""`kvitto buy` against a fake stack: what it sends, what it says, how it exits."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest

from shared.cli.main import main
from tests.cli.fake_stack import CHALLENGED, CUT, DECLINED, FakeOrder, FakeStack

Kvitto = Callable[..., int]
Capture = pytest.CaptureFixture[str]


def test_one_purchase_is_told_hop_by_hop(buy: Kvitto, capsys: Capture) -> None:
    assert buy() == 0

    said = capsys.readouterr()
    hops = re.findall(r"^ +(-?[\d,]+) ms  (.+)$", said.out, re.MULTILINE)
    assert [hop for _, hop in hops] == [
        "checkout asked for",
        "checkout opened",
        "pay pressed",
        "order paid",
        "invoice numbered",
        "invoice PDF kept",
        "receipt sent",
    ]
    instants = [int(ms.replace(",", "")) for ms, _ in hops]
    assert instants == sorted(instants)
    assert instants[2] == 0
    assert "ord_00000000000000000000000001 · 49.90 EUR · INV-2026-" in said.out
    assert re.search(r"^Invoice: https://.+/invoice\.pdf$", said.out, re.MULTILINE)
    assert said.err == ""


def test_named_pieces_become_one_line_per_sku(stack: FakeStack, buy: Kvitto) -> None:
    named = ("--sku", "PRINT", "--sku", "BOOK", "--sku", "PRINT")

    assert buy(*named, "--email", "ada@buyer.example", "--currency", "eur") == 0

    ((_, body),) = stack.checkouts
    assert body == {
        "lines": [{"sku": "PRINT", "quantity": 2}, {"sku": "BOOK", "quantity": 1}],
        "email": "ada@buyer.example",
        "currency": "eur",
    }
    assert stack.payments[0]["email"] == "ada@buyer.example"


def test_without_a_sku_the_catalog_is_bought_in_turn(stack: FakeStack, buy: Kvitto) -> None:
    assert buy("--count", "3") == 0

    assert [body["lines"][0]["sku"] for _, body in stack.checkouts] == ["PRINT", "BOOK", "PRINT"]
    assert len({key for key, _ in stack.checkouts}) == 3


def test_only_what_has_a_price_in_the_currency_is_bought(stack: FakeStack, buy: Kvitto) -> None:
    assert buy("--count", "2", "--currency", "sek") == 0

    assert [body["lines"][0]["sku"] for _, body in stack.checkouts] == ["PRINT", "PRINT"]


def test_a_busy_checkout_is_asked_again_with_the_same_key(stack: FakeStack, buy: Kvitto) -> None:
    stack.troubles["/v1/checkout"] = [503, 409, 429]

    assert buy() == 0

    assert len(stack.checkouts) == 4
    assert len({key for key, _ in stack.checkouts}) == 1
    assert len(stack.orders) == 1


def test_a_checkout_whose_answer_was_lost_is_not_a_second_order(
    stack: FakeStack, buy: Kvitto
) -> None:
    stack.troubles_after["/v1/checkout"] = [CUT]

    assert buy() == 0

    assert len(stack.checkouts) == 2
    assert len(stack.orders) == 1


def test_a_function_that_dies_while_an_order_is_followed_is_asked_again(
    stack: FakeStack, buy: Kvitto
) -> None:
    stack.troubles["/v1/orders/"] = [CUT, 503, CUT]

    assert buy() == 0

    assert stack.troubles["/v1/orders/"] == []


def test_a_payment_whose_answer_was_lost_is_found_done(stack: FakeStack, buy: Kvitto) -> None:
    stack.troubles_after["/_twin/checkout/sessions/"] = [CUT]

    assert buy() == 0

    assert len(stack.payments) == 2


def test_a_decline_is_said_plainly(buy: Kvitto, capsys: Capture) -> None:
    assert buy("--card", DECLINED) == 1

    said = capsys.readouterr()
    order_id = "ord_00000000000000000000000001"
    assert said.err == f"kvitto: {order_id} did not finish: declined: Your card was declined.\n"


def test_a_card_that_needs_its_bank_names_the_page_to_go_to(
    stack: FakeStack, buy: Kvitto, capsys: Capture
) -> None:
    assert buy("--card", CHALLENGED) == 1

    assert f"to confirm, at {stack.url}/authenticate/pi_1\n" in capsys.readouterr().err


def test_a_card_that_is_no_card_is_the_pages_complaint(buy: Kvitto, capsys: Capture) -> None:
    assert buy("--card", "plastic") == 1

    assert "card_number: Your card number is incomplete." in capsys.readouterr().err


def test_the_order_that_did_not_finish_is_named_among_many(
    stack: FakeStack, buy: Kvitto, capsys: Capture
) -> None:
    stack.spoiled[2] = FakeOrder("", last_step="queued")

    assert buy("--count", "5", "--concurrency", "4", "--finish-within", "1") == 1

    said = capsys.readouterr()
    assert said.out.startswith("4 of 5 orders bought, paid and receipted, 4 at a time, in ")
    (line,) = said.err.splitlines()
    named = "kvitto: ord_00000000000000000000000002 did not finish: its receipt is queued after"
    assert line.startswith(named)


@pytest.mark.parametrize(
    ("end", "words"),
    [
        ({"status": "review"}, "the order is review"),
        ({"receipt": {"id": "rcp_1", "status": "failed", "sent_at": None}}, "receipt is failed"),
    ],
)
def test_an_order_that_cannot_finish_is_not_waited_for(
    end: dict[str, object], words: str, stack: FakeStack, buy: Kvitto, capsys: Capture
) -> None:
    stack.spoiled[1] = FakeOrder("", last_step="queued", final=end)

    assert buy() == 1

    assert words in capsys.readouterr().err


def test_a_checkout_that_says_no_is_quoted_and_not_asked_again(
    stack: FakeStack, buy: Kvitto, capsys: Capture
) -> None:
    stack.troubles["/v1/checkout"] = [422]

    assert buy() == 1

    assert len(stack.checkouts) == 1
    error = capsys.readouterr().err
    assert error == "kvitto: purchase 1 did not finish: the checkout answered 422: Trouble\n"


def test_many_purchases_end_in_percentiles(buy: Kvitto, capsys: Capture) -> None:
    assert buy("--count", "4", "--concurrency", "4") == 0

    rows = re.findall(
        r"^([A-Za-z ]+?) +([\d,]+) +([\d,]+) +([\d,]+)$", capsys.readouterr().out, re.MULTILINE
    )
    hops = [hop for hop, *_ in rows]
    assert hops == ["order paid", "invoice numbered", "invoice PDF kept", "receipt sent"]
    assert all(row == sorted(row) for row in (list(map(number, rest)) for _, *rest in rows))


def number(text: str) -> int:
    return int(text.replace(",", ""))


def test_json_is_the_whole_of_standard_output_even_when_an_order_fails(
    stack: FakeStack, buy: Kvitto, capsys: Capture
) -> None:
    stack.spoiled[1] = FakeOrder("", last_step="queued", final={"status": "review"})

    assert buy("--count", "2", "--json") == 1

    told = json.loads(capsys.readouterr().out)
    bad, good = told["orders"]
    assert (bad["order_id"], bad["trouble"]) == (
        "ord_00000000000000000000000001",
        "the order is review",
    )
    assert (good["status"], good["trouble"]) == ("paid", None)
    assert good["since_payment_ms"]["pay_pressed"] == 0
    assert told["failed"] == 1
    assert (
        told["since_payment_ms"]["receipt_sent"]["p95"] == good["since_payment_ms"]["receipt_sent"]
    )


def test_a_sku_that_is_not_sold_is_told_with_the_ones_that_are(
    stack: FakeStack, buy: Kvitto, capsys: Capture
) -> None:
    assert buy("--sku", "BOAT") == 2

    assert capsys.readouterr().err == "kvitto: BOAT is not for sale: choose from PRINT, BOOK\n"
    assert stack.checkouts == []


def test_a_currency_nobody_sells_in_is_told(buy: Kvitto, capsys: Capture) -> None:
    assert buy("--currency", "xyz") == 2

    assert capsys.readouterr().err == "kvitto: Nothing is sold in xyz: choose from eur, sek\n"


def test_a_stack_that_has_gone_is_told_at_once(capsys: Capture, tmp_path: Path) -> None:
    gone = FakeStack(url="http://127.0.0.1:1").stack_file(tmp_path)

    assert main(["buy", "--stack", gone]) == 2

    error = capsys.readouterr().err
    assert error.startswith("kvitto: The stack is not running here: run `make up` first")


def test_a_stack_on_stripe_itself_sends_the_buyer_to_a_browser(
    stack: FakeStack, capsys: Capture, tmp_path: Path
) -> None:
    on_stripe = stack.stack_file(tmp_path, stripe_api=None)

    assert main(["buy", "--stack", on_stripe]) == 2

    assert "buy in the demo shop" in capsys.readouterr().err
