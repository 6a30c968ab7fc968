"""Pub/Sub in, acknowledgement out."""

from __future__ import annotations

import base64
import json
from typing import Any

import pytest
from flask import Request, Response

from shared.domain.delivery import DeadLetter
from shared.domain.errors import Broken, NotYet, Refused
from shared.edge import trace
from shared.edge.caller import Callers
from shared.edge.gate import route
from shared.edge.push import PushMessage, consume_push
from shared.usecases.keep_dead_letter import KeepDeadLetter
from shared.usecases.ports.failures import Unavailable
from tests.builders.purchases import a_shop
from tests.edge.asking import JSON, Answer, ask
from tests.edge.issuer import Issuer

TRACEPARENT = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"
SUBSCRIPTION = "projects/p/subscriptions/payment-processor"


def an_envelope(data: object = b'{"id": "evt_1"}', **message: Any) -> dict[str, Any]:
    text = base64.b64encode(data).decode() if isinstance(data, bytes) else data
    fields = {
        "data": text,
        "messageId": "42",
        "message_id": "42",
        "publishTime": "2026-11-22T12:00:00Z",
        "attributes": {"provider": "stripe", "traceparent": TRACEPARENT},
        **message,
    }
    present = {name: value for name, value in fields.items() if value is not ...}
    return {"message": present, "subscription": SUBSCRIPTION, "deliveryAttempt": 3}


class Function:
    """A function behind a push subscription, and what it made of its messages."""

    def __init__(self, issuer: Issuer, callers: Callers) -> None:
        self.shop = a_shop()
        self.consumed: list[PushMessage] = []
        self.traces: list[str] = []
        self.outcome: Exception | None = None
        self._issuer = issuer
        self._callers = callers

    def post(self, body: object, *, token: str | None = None) -> Answer:
        raw = body if isinstance(body, bytes) else json.dumps(body).encode()
        bearer = self._issuer.token() if token is None else token
        headers = {**JSON, "Authorization": f"Bearer {bearer}"}
        return ask([route("POST", "/push", self._handle)], path="/push", body=raw, headers=headers)

    @property
    def parked(self) -> list[DeadLetter]:
        return list(self.shop.database.scan(DeadLetter))

    def _handle(self, request: Request) -> Response:
        park = KeepDeadLetter(self.shop.open_checkout.transactions, self.shop.clock)
        return consume_push(request, self._callers, park, self._consume)

    def _consume(self, message: PushMessage) -> None:
        self.consumed.append(message)
        self.traces.append(trace.current.get())
        if self.outcome is not None:
            raise self.outcome


@pytest.fixture
def function(issuer: Issuer, callers: Callers) -> Function:
    return Function(issuer, callers)


def test_a_message_is_consumed_and_acknowledged(function: Function) -> None:
    answer = function.post(an_envelope())

    (message,) = function.consumed
    assert (answer.status, answer.body) == (204, b"")
    assert (message.id, message.body) == ("42", b'{"id": "evt_1"}')
    assert message.attributes["provider"] == "stripe"
    assert (message.subscription, message.delivery_attempt) == ("payment-processor", 3)
    assert function.parked == []


def test_the_trace_of_the_message_is_the_trace_of_its_work(function: Function) -> None:
    function.post(an_envelope())

    assert function.traces == [function.consumed[0].traceparent]
    assert trace.trace_id_of(function.traces[0]) == trace.trace_id_of(TRACEPARENT)
    assert trace.current.get() == ""


@pytest.mark.parametrize("message", [{"attributes": ...}, {"attributes": None}, {"attributes": {}}])
def test_a_message_without_attributes_is_a_message(
    function: Function, message: dict[str, Any]
) -> None:
    assert function.post(an_envelope(**message)).status == 204
    assert function.consumed[0].attributes == {}


def test_an_empty_message_is_for_its_consumer_to_judge(function: Function) -> None:
    function.post(an_envelope(b""))
    function.post(an_envelope(...))

    assert [message.body for message in function.consumed] == [b"", b""]


@pytest.mark.parametrize(
    "envelope",
    [
        {},
        {"message": {}},
        {"message": "text", "subscription": SUBSCRIPTION},
        {"message": an_envelope()["message"]},
        {"message": an_envelope()["message"], "subscription": 7},
        an_envelope("not base64"),
        an_envelope("é"),
        an_envelope("e30"),
        an_envelope("e3 0="),
        an_envelope(7),
        an_envelope(None),
        an_envelope(messageId=...),
        an_envelope(messageId=42),
        an_envelope(attributes={"count": 1}),
        an_envelope(attributes=["type"]),
        an_envelope(attributes="text"),
    ],
    ids=str,
)
def test_what_is_no_push_is_parked_whole_and_acknowledged(
    function: Function, envelope: dict[str, Any]
) -> None:
    answer = function.post(envelope)

    (letter,) = function.parked
    assert answer.status == 204
    assert letter.source == "push"
    assert json.loads(letter.body) == envelope
    assert function.consumed == []


def test_what_was_refused_is_parked_with_its_reason_and_acknowledged(function: Function) -> None:
    function.outcome = Refused("not a snapshot event: data")

    answers = [function.post(an_envelope()) for _ in range(3)]

    (letter,) = function.parked
    assert [answer.status for answer in answers] == [204, 204, 204]
    assert (letter.source, letter.reason) == ("payment-processor", "not a snapshot event: data")
    assert (letter.body, letter.attributes["provider"]) == ('{"id": "evt_1"}', "stripe")


@pytest.mark.parametrize(
    ("outcome", "status"),
    [(NotYet("ord_1 is not known"), 409), (Unavailable("no answer"), 503)],
)
def test_what_may_succeed_later_comes_back(
    function: Function, outcome: Exception, status: int
) -> None:
    function.outcome = outcome

    answer = function.post(an_envelope())

    assert answer.status == status
    assert answer.headers["retry-after"] == "1"
    assert b"ord_1" not in answer.body
    assert function.parked == []


@pytest.mark.parametrize("outcome", [Broken("ord_1"), KeyError("x"), RuntimeError("x")])
def test_a_bug_is_neither_acknowledged_nor_explained(
    function: Function, outcome: Exception
) -> None:
    function.outcome = outcome

    answer = function.post(an_envelope())

    assert answer.status == 500
    assert "detail" not in answer.problem
    assert function.parked == []


@pytest.mark.parametrize(
    ("body", "status"),
    [(b"", 400), (b"[]", 422), (b"{", 400), (b'{"a": 1, "a": 2}', 400), (b"[" * 99_999, 400)],
)
def test_a_frame_that_is_no_json_object_is_not_acknowledged(
    function: Function, body: bytes, status: int
) -> None:
    assert function.post(body).status == status
    assert (function.parked, function.consumed) == ([], [])


def test_a_message_of_ten_megabytes_fits_and_more_does_not(function: Function) -> None:
    assert function.post(an_envelope(b"x" * 10_000_000)).status == 204
    assert len(function.consumed[0].body) == 10_000_000
    assert function.post(an_envelope(b"x" * 11_500_000)).status == 413


@pytest.mark.parametrize(("token", "status"), [("", 401), ("x.y.z", 401)])
def test_nothing_is_looked_at_before_the_caller_is_known(
    function: Function, token: str, status: int
) -> None:
    assert function.post(b"[" * 99_999, token=token).status == status
    assert function.post({}, token=token).status == status
    assert (function.parked, function.consumed) == ([], [])
