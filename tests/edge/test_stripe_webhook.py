"""Verify, publish, wait for the broker, 200; and nothing else, whatever comes in."""

from __future__ import annotations

import asyncio
import json
import time
from typing import Any

import pytest
import stripe
from starlette.requests import Request

from shared.adapters.stripe_signature import BadSignature, StripeSignature
from shared.edge import trace
from shared.edge.asgi_gate import answer
from shared.edge.stripe_webhook import StripeWebhook
from shared.usecases.ports.failures import Unavailable
from shared.usecases.ports.messages import Message
from tests.builders.invoices import ORDER_ID
from tests.builders.stripe_events import a_session_event
from tests.edge.asking import Answer, ask_asgi

OLD, NEW = "whsec_old", "whsec_new"
TRACEPARENT = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"


class Intake:
    """The webhook in front of two topics."""

    def __init__(self, *, livemode: bool = False, broker_is_down: bool = False) -> None:
        self.published: list[Message] = []
        self.dead: list[Message] = []
        self._is_down = broker_is_down
        self._webhook = StripeWebhook(
            signature=StripeSignature((OLD, NEW)),
            refused=BadSignature,
            livemode=livemode,
            publish=self._publish,
            publish_dead=self._publish_dead,
        )

    def post(self, body: bytes, *, secret: str = NEW, header: str | None = None) -> Answer:
        signed = stripe.WebhookSignature.generate_signature_header
        given = signed(body.decode(), secret) if header is None else header
        return asyncio.run(
            ask_asgi(self._application, "/webhooks/stripe", [body], headers=[(SIGNATURE, given)])
        )

    @property
    def counts(self) -> tuple[int, int]:
        return len(self.published), len(self.dead)

    async def _application(self, scope: Any, receive: Any, send: Any) -> None:
        handlers = {"/webhooks/stripe": self._webhook}
        response = await answer(Request(scope, receive), handlers)
        await response(scope, receive, send)

    async def _publish(self, message: Message) -> None:
        if self._is_down:
            raise Unavailable("no answer")
        self.published.append(message)

    async def _publish_dead(self, message: Message) -> None:
        if self._is_down:
            raise Unavailable("no answer")
        self.dead.append(message)


SIGNATURE = "Stripe-Signature"
EVENT: dict[str, Any] = json.loads(a_session_event(order_id=ORDER_ID, amount_minor=49_90))
BODY = json.dumps(EVENT).encode()


@pytest.mark.parametrize("secret", [OLD, NEW])
def test_a_signed_event_is_published_as_it_came(secret: str) -> None:
    intake = Intake()

    answer = intake.post(BODY, secret=secret)

    (message,) = intake.published
    assert (answer.status, answer.body) == (200, b"")
    assert message.body == BODY
    assert {name: message.attributes[name] for name in ("provider", "event_id", "event_type")} == {
        "provider": "stripe",
        "event_id": "evt_session",
        "event_type": "checkout.session.completed",
    }


def test_the_trace_that_the_checkout_gave_away_comes_back() -> None:
    intake = Intake()
    event = json.loads(BODY)
    event["data"]["object"]["metadata"]["traceparent"] = TRACEPARENT

    intake.post(json.dumps(event).encode())
    intake.post(BODY)

    first, second = (message.attributes["traceparent"] for message in intake.published)
    assert trace.trace_id_of(first) == trace.trace_id_of(TRACEPARENT)
    assert trace.trace_id_of(second) != trace.trace_id_of(TRACEPARENT)


def test_an_exact_replay_is_published_again_for_the_processor_to_see() -> None:
    intake = Intake()
    header = stripe.WebhookSignature.generate_signature_header(BODY.decode(), NEW)

    statuses = [intake.post(BODY, header=header).status for _ in range(3)]

    assert statuses == [200, 200, 200]
    assert intake.counts == (3, 0)


@pytest.mark.parametrize(
    "header",
    [
        "",
        "t=1,v1=é",
        "t=1,v0=" + "0" * 64,
        "v1=" + "0" * 64,
        "x" * 65_536,
        f"t={int(time.time())},v1=" + "0" * 64,
        stripe.WebhookSignature.generate_signature_header(BODY.decode(), "whsec_other"),
        stripe.WebhookSignature.generate_signature_header(BODY.decode(), NEW, 1_000_000_000),
    ],
    # Named, for some of them carry the time, and every worker must collect the same tests.
    ids=["empty", "not ascii", "v0 only", "no time", "too long", "forged", "other secret", "old"],
)
def test_what_is_not_signed_is_refused_and_goes_nowhere(header: str) -> None:
    intake = Intake()

    answer = intake.post(BODY, header=header)

    assert (answer.status, answer.codes) == (400, ["signature"])
    assert intake.counts == (0, 0)


SIGNED_BUT_NO_EVENT: dict[str, bytes] = {
    "an array": b"[1, 2]",
    "a text": b'"evt_1"',
    "NaN": b'{"id": NaN}',
    "an id twice": b'{"id": "evt_1", "id": "evt_2"}',
    "nested too deep": b"[" * 50_000,
    "cut": BODY[:-1],
    "nothing": b"",
    "a byte order mark": b"\xef\xbb\xbf" + BODY,
    "no id": b'{"object": "event"}',
    "an id that is a number": b'{"id": 7}',
}


@pytest.mark.parametrize("name", SIGNED_BUT_NO_EVENT)
def test_what_is_signed_and_no_event_is_kept_as_a_dead_letter(name: str) -> None:
    intake = Intake()

    answer = intake.post(SIGNED_BUT_NO_EVENT[name])

    (letter,) = intake.dead
    assert answer.status == 200
    assert intake.counts == (0, 1)
    assert letter.body == SIGNED_BUT_NO_EVENT[name]
    assert (letter.attributes["source"], letter.attributes["provider"]) == (
        "webhook_intake",
        "stripe",
    )
    assert letter.attributes["reason"]


@pytest.mark.parametrize("livemode", [True, "false", None, 0, ...])
def test_an_event_of_the_other_mode_is_refused(livemode: object) -> None:
    intake = Intake()
    event = {key: value for key, value in EVENT.items() if key != "livemode"}
    if livemode is not ...:
        event["livemode"] = livemode

    answer = intake.post(json.dumps(event).encode())

    assert (answer.status, answer.codes) == (400, ["livemode"])
    assert intake.counts == (0, 0)


def test_on_a_live_endpoint_only_live_events_are_taken() -> None:
    intake = Intake(livemode=True)

    assert intake.post(BODY).status == 400
    assert intake.post(json.dumps({**EVENT, "livemode": True}).encode()).status == 200
    assert intake.counts == (1, 0)


@pytest.mark.parametrize("body", [BODY, b"[]"])
def test_without_the_broker_stripe_is_asked_to_come_again(body: bytes) -> None:
    answer = Intake(broker_is_down=True).post(body)

    assert (answer.status, answer.headers["retry-after"]) == (503, "1")


@pytest.mark.parametrize(
    "odd",
    [
        {"type": None},
        {"type": 7},
        {"type": "x" * 9_000},
        {"id": "evt_" + "😀" * 9_000},
        {"data": None},
        {"data": {"object": None}},
        {"data": {"object": {"metadata": []}}},
        {"data": {"object": {"metadata": {"traceparent": 7}}}},
        {"amount": 12.5},
    ],
    ids=str,
)
def test_an_odd_event_is_published_for_the_processor_to_judge(odd: dict[str, Any]) -> None:
    intake = Intake()

    assert intake.post(json.dumps({**EVENT, **odd}).encode()).status == 200
    (message,) = intake.published
    assert all(len(value.encode()) <= 1024 for value in message.attributes.values())


@pytest.mark.parametrize("name", ["Ann\\u000bÖberg", "Ann\\u0000", "\\ud800"])
def test_what_a_buyer_typed_never_costs_a_signed_event(name: str) -> None:
    intake = Intake()
    body = BODY.replace(b"{", f'{{"typed": "{name}", '.encode(), 1)
    header = stripe.WebhookSignature.generate_signature_header(body.decode(), NEW)

    assert intake.post(body, header=header).status == 200
    assert intake.counts == (1, 0)
