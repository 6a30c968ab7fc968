"""Money back, on the real stack: from the command to the credit note in the inbox."""

from __future__ import annotations

import json

from tests.journeys.buyer import buy, call
from tests.journeys.command import kvitto
from tests.journeys.stack import Stack, until


def subjects(stack: Stack) -> list[str]:
    mails = json.loads(call("GET", stack.description["outbox"])[1])
    return [mail["subject"] for mail in mails]


def test_a_refund_becomes_a_credit_note_and_a_mail_and_the_books_still_hold(stack: Stack) -> None:
    order = buy(stack).completed(stack)

    done = kvitto(stack, "refund", order["id"], "--amount", "10")

    assert done["amount_minor"] == 10_00
    until(lambda: any("CN-2026-000001" in subject for subject in subjects(stack)))
    story = kvitto(stack, "explain", order["id"])
    assert any("credit note numbered CN-2026-000001" in line["what"] for line in story["lines"])
    assert kvitto(stack, "audit")["breaches"] == []


def test_our_events_become_rows_that_can_be_asked_questions(stack: Stack) -> None:
    buy(stack).completed(stack)
    project, url = stack.description["project"], stack.description["bigquery"]
    sql = (
        "SELECT JSON_VALUE(attributes, '$.type') AS type, COUNT(*) AS count"  # noqa: S608 - our project
        f" FROM `{project}.commerce.events` GROUP BY type"
    )

    def types() -> dict[str, int]:
        body = {"query": sql, "useLegacySql": False}
        _, answer = call("POST", f"{url}/bigquery/v2/projects/{project}/queries", body)
        rows = json.loads(answer).get("rows", [])
        return {row["f"][0]["v"]: int(row["f"][1]["v"]) for row in rows}

    told = until(lambda: found if "receipt.sent.v1" in (found := types()) else None)

    assert told is not None
    assert told["order.paid.v1"] >= 1
