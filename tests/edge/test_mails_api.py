"""Sending a document again over HTTP: for operators only, once per key."""

from __future__ import annotations

import json
from typing import Any

import pytest

from shared.domain.receipt import Receipt
from shared.edge.caller import Callers
from shared.edge.mails_api import MailsApi
from shared.usecases.ports.failures import Unavailable
from shared.usecases.resend_document import ResendDocument
from shared.usecases.transaction import Transactions
from tests.builders.purchases import a_shop, paid, receipted
from tests.edge.asking import Answer, ask
from tests.edge.issuer import EMAIL, Issuer
from tests.fakes.troubled import Trouble, Troubled
from tests.fakes.world import SeededRandomness

KEY = "5f0c1d1e-8f4b-4c8e-9a63-0a2c7b0f3f11"
AWAY = Trouble(Unavailable("deadline exceeded"))


class Desk:
    def __init__(self, callers: Callers, issuer: Issuer) -> None:
        self.shop = a_shop()
        self.order_id = receipted(self.shop)
        self.token = issuer.token(email=EMAIL)
        self.callers = callers

    def ask(
        self,
        number: str = "INV-2026-000001",
        *,
        database: Any = None,
        body: bytes = b"",
        method: str = "POST",
        **headers: str,
    ) -> Answer:
        store = database or self.shop.database
        transactions = Transactions(store, SeededRandomness(0), self.shop.clock.wait)
        resend = ResendDocument(transactions, self.shop.clock)
        sent = {"authorization": f"Bearer {self.token}", "idempotency_key": KEY, **headers}
        return ask(
            MailsApi(callers=self.callers, resend=resend).routes(),
            method,
            f"/v1/documents/{number}/mails",
            body=body,
            headers={name.replace("_", "-"): value for name, value in sent.items()},
        )

    @property
    def again(self) -> list[Receipt]:
        return [one for one in self.shop.database.scan(Receipt) if one.requested_by]


@pytest.fixture
def desk(callers: Callers, issuer: Issuer) -> Desk:
    return Desk(callers, issuer)


def test_the_answer_says_what_goes_out_and_who_asked_but_not_to_whom(desk: Desk) -> None:
    answer = desk.ask()

    assert answer.status == 201
    done = json.loads(answer.body)
    (receipt,) = desk.again
    assert done == {
        "id": receipt.id,
        "order_id": desk.order_id,
        "document": "INV-2026-000001",
        "status": "queued",
        "requested_by": EMAIL,
    }
    assert "astrid" not in answer.body.decode().lower()


def test_the_same_key_answers_the_same_and_plans_one_mail(desk: Desk) -> None:
    first, again = desk.ask(), desk.ask()

    assert first.body == again.body
    assert len(desk.again) == 1


def test_without_a_token_or_a_key_nothing_happens(desk: Desk) -> None:
    assert desk.ask(authorization="").status == 401
    assert desk.ask(idempotency_key="short").status == 400
    assert desk.again == []


def test_a_body_is_no_part_of_it(desk: Desk) -> None:
    assert desk.ask(body=b"{}").status == 413
    assert desk.again == []


@pytest.mark.parametrize("number", ["INV-2026-000009", "inv-2026-000001", "x" * 200])
def test_a_number_of_nothing_is_not_found(desk: Desk, number: str) -> None:
    answer = desk.ask(number)

    assert answer.status == 404
    assert number in answer.problem["detail"]


@pytest.mark.parametrize("number", ["x" * 201, "%2e%2e%2f", "a/b", "%00", "caf%C3%A9"])
def test_what_cannot_be_a_number_has_no_route(desk: Desk, number: str) -> None:
    assert desk.ask(number).status == 404


def test_a_document_that_is_not_drawn_yet_is_a_conflict(desk: Desk) -> None:
    paid(desk.shop, 2)
    desk.shop.number("INV")

    answer = desk.ask("INV-2026-000002")

    assert (answer.status, answer.codes) == (409, ["document.not_drawn"])


def test_a_database_that_is_away_asks_for_the_same_key(desk: Desk) -> None:
    answer = desk.ask(database=Troubled(desk.shop.database, "commit", [AWAY] * 3))

    assert (answer.status, answer.headers["retry-after"]) == (503, "1")
    assert "send the same key" in answer.problem["detail"]
    assert desk.ask().status == 201


def test_nothing_but_post_is_allowed(desk: Desk) -> None:
    assert desk.ask(method="GET").status == 405
