"""The letters over HTTP: for operators only, without what buyers typed."""

from __future__ import annotations

import json
from typing import Any

import pytest

from shared.domain.delivery import DeadLetter
from shared.edge.caller import Callers
from shared.edge.dead_letters_api import DeadLettersApi
from shared.usecases.keep_dead_letter import KeepDeadLetter
from shared.usecases.ports.failures import Unavailable
from shared.usecases.replay_dead_letter import ReplayDeadLetter, Topics, WaitingLetters
from tests.builders.purchases import a_shop
from tests.edge.asking import Answer, ask
from tests.edge.issuer import EMAIL, Issuer
from tests.fakes.troubled import Trouble, Troubled


class Desk:
    def __init__(self, callers: Callers, issuer: Issuer) -> None:
        self.shop = a_shop()
        self.token = issuer.token(email=EMAIL)
        self.callers = callers
        park = KeepDeadLetter(self.shop.open_checkout.transactions, self.shop.clock)
        park(
            source="payment-processor",
            reason="given up after 20 attempts",
            body=b"astrid@buyer.example",
            attributes={"provider": "stripe", "event_type": "charge.refunded"},
        )
        (self.letter,) = self.shop.database.scan(DeadLetter)

    def ask(self, method: str, path: str, topic: Any = None, token: str = "") -> Answer:
        shop = self.shop
        topics = Topics(
            provider_events=topic or shop.provider_events, commerce_events=shop.commerce_events
        )
        api = DeadLettersApi(
            callers=self.callers,
            waiting=WaitingLetters(shop.database),
            replay=ReplayDeadLetter(shop.open_checkout.transactions, topics, shop.clock),
        )
        headers = {"Authorization": f"Bearer {token or self.token}"}
        return ask(api.routes(), method, path, headers=headers)


@pytest.fixture
def desk(callers: Callers, issuer: Issuer) -> Desk:
    return Desk(callers, issuer)


def test_the_list_says_what_failed_and_nothing_of_the_buyer(desk: Desk) -> None:
    answer = desk.ask("GET", "/v1/dead-letters")

    (letter,) = json.loads(answer.body)["letters"]
    assert (letter["id"], letter["event"]) == (desk.letter.id, "charge.refunded")
    assert letter["reason"] == "given up after 20 attempts"
    assert b"astrid" not in answer.body


def test_a_replayed_letter_waits_no_more(desk: Desk) -> None:
    answer = desk.ask("POST", f"/v1/dead-letters/{desk.letter.id}/replay")

    assert (answer.status, json.loads(answer.body)["is_waiting"]) == (200, False)
    assert len(desk.shop.provider_events.published) == 1
    assert json.loads(desk.ask("GET", "/v1/dead-letters").body) == {"letters": []}


def test_an_unknown_letter_is_refused_with_its_name(desk: Desk) -> None:
    answer = desk.ask("POST", "/v1/dead-letters/none/replay")

    assert (answer.status, answer.problem["detail"]) == (422, "there is no letter none")


def test_a_topic_that_does_not_answer_is_a_503_and_the_letter_waits(desk: Desk) -> None:
    silent = Troubled(desk.shop.provider_events, "publish", [Trouble(Unavailable("no word"))])

    answer = desk.ask("POST", f"/v1/dead-letters/{desk.letter.id}/replay", silent)

    assert (answer.status, answer.headers["retry-after"]) == (503, "1")
    assert len(json.loads(desk.ask("GET", "/v1/dead-letters").body)["letters"]) == 1


@pytest.mark.parametrize(
    ("method", "path"), [("GET", "/v1/dead-letters"), ("POST", "/v1/dead-letters/x/replay")]
)
def test_nobody_else_may_look_or_replay(desk: Desk, issuer: Issuer, method: str, path: str) -> None:
    stranger = issuer.token(email="stranger@shop.example")

    assert desk.ask(method, path, token=stranger).status == 403
