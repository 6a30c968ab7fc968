"""`kvitto explain`: the story of an order, or one line about why there is none."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from shared.cli.explain import order_id_in
from shared.cli.main import main
from tests.builders.invoices import TRACEPARENT as TRACE
from tests.cli.books import sold_books

Capture = pytest.CaptureFixture[str]


def test_the_story_runs_from_the_checkout_to_the_mail(capsys: Capture) -> None:
    books = sold_books()
    order = books.orders[0]

    assert main(["explain", order.id], books.open) == 0

    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == f"{order.id} is paid"
    assert lines[1] == f"trace {TRACE[3:35]}"
    assert lines[3] == "        0 ms  2026-11-22 12:00:00.000  order creating"
    told = [lines.index(line) for what in MILESTONES for line in lines if line.endswith(what)]
    assert len(told) == len(MILESTONES)
    assert told == sorted(told)


MILESTONES = (
    "order creating",
    "order open",
    "order paid",
    "invoice frozen over 49.90 EUR",
    "invoice numbered INV-2026-000001, issued 2026-11-22",
    "receipt queued",
    "receipt sent, attempt 1",
)


def test_each_line_names_its_cause_and_its_ids(capsys: Capture) -> None:
    books = sold_books()

    main(["explain", books.orders[0].id], books.open)

    lines = capsys.readouterr().out.splitlines()
    opened = next(at for at, line in enumerate(lines) if line.endswith("order open"))
    assert lines[opened + 1].strip() == "← request:1  (cs_test_0001)"


def test_json_tells_the_same_story(capsys: Capture) -> None:
    books = sold_books()
    order = books.orders[0]

    assert main(["explain", order.id, "--json"], books.open) == 0

    story = json.loads(capsys.readouterr().out)
    assert (story["order_id"], story["status"]) == (order.id, "paid")
    assert story["trace_id"] == TRACE[3:35]
    opened = next(line for line in story["lines"] if line["what"] == "order open")
    assert opened == {
        "at": "2026-11-22T12:00:00Z",
        "since_start_ms": 0,
        "what": "order open",
        "why": "request:1",
        "ids": ["cs_test_0001"],
    }


def test_an_unknown_order_is_one_line(capsys: Capture) -> None:
    assert main(["explain", "ord_nobody"], sold_books().open) == 1

    said = capsys.readouterr()
    assert said.out == ""
    assert said.err == (
        "kvitto: kvitto-test/commerce (deployment) has no order ord_nobody: is it the right one?\n"
    )


def test_an_order_is_found_by_the_number_of_its_invoice(capsys: Capture) -> None:
    books = sold_books(2)

    assert main(["explain", " INV-2026-000002"], books.open) == 0

    lines = capsys.readouterr().out.splitlines()
    assert lines[0].split()[0] in {order.id for order in books.orders}
    assert any("invoice numbered INV-2026-000002" in line for line in lines)


def test_a_number_nobody_gave_is_one_line(capsys: Capture) -> None:
    assert main(["explain", "INV-2026-000009"], sold_books().open) == 1

    assert "has no document INV-2026-000009" in capsys.readouterr().err


@pytest.mark.parametrize(
    "text",
    [
        "ord_abc",
        " ord_abc\n",
        "ord_abc.q1-W_x",
        "https://api.example/v1/orders/ord_abc.q1-W_x",
        "http://127.0.0.1:8080/orders/ord_abc.q1-W_x?from=mail",
        "https://api.example/v1/orders/ord_abc.q1-W_x/invoice.pdf",
    ],
)
def test_an_order_is_known_by_id_token_or_url(text: str) -> None:
    assert order_id_in(text) == "ord_abc"


@pytest.mark.parametrize("text", ["", "ord_", "rcp_abc", "word_abc", "INV-2026"])
def test_what_names_no_order_is_wrong_usage(text: str, capsys: Capture) -> None:
    books = sold_books()

    assert main(["explain", text], books.open) == 2

    assert "names no order: give ord_…" in capsys.readouterr().err
    assert books.opened == []


def test_the_stack_that_was_asked_for_is_the_one_opened() -> None:
    books = sold_books()

    main(["explain", books.orders[0].id, "--stack", "elsewhere/stack.json"], books.open)

    assert books.opened == [Path("elsewhere/stack.json")]
