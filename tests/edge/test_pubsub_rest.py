"""Group commit: what arrives while one Publish is under way shares the next one."""

from __future__ import annotations

import asyncio
import base64
import json
import ssl
import threading
from collections.abc import Callable, Coroutine, Iterator
from contextlib import contextmanager
from typing import Any, NoReturn

import pytest

from shared.adapters import pubsub_rest
from shared.adapters.access_token import no_token
from shared.adapters.pubsub_rest import GROUP_MAX, RestTopic
from shared.usecases.ports.failures import Unavailable
from shared.usecases.ports.messages import Message
from tests.edge.http_server import Reply, served

NAME = "projects/p/topics/provider-events"
DEADLINE_SECONDS = 10.0


class Broker:
    """Takes what is published; the first Publish waits until it is let go."""

    def __init__(self, *, waits: bool = False, replies: dict[int, Reply] | None = None) -> None:
        self.groups: list[list[bytes]] = []
        self.paths: list[str] = []
        self.first_came, self.let_go = threading.Event(), threading.Event()
        self._replies = replies or {}
        if not waits:
            self.let_go.set()

    def answer(self, path: str, body: bytes) -> Reply:
        messages = json.loads(body)["messages"]
        self.paths.append(path)
        self.groups.append([base64.b64decode(message["data"]) for message in messages])
        self.first_came.set()
        self.let_go.wait(DEADLINE_SECONDS)
        taken = {"messageIds": [str(number) for number in range(len(messages))]}
        return self._replies.get(len(self.groups), Reply(body=json.dumps(taken).encode()))


@contextmanager
def a_topic(broker: Broker, token: Callable[[], str] = no_token) -> Iterator[RestTopic]:
    with served(broker.answer) as url:
        topic = RestTopic(url, NAME, token)
        yield topic
        topic.close()


def a_message(number: int) -> Message:
    return Message(str(number).encode(), {"event_id": f"evt_{number}"})


def outcomes(*publishing: Coroutine[Any, Any, None]) -> list[object]:
    async def gathered() -> list[object]:
        return list(await asyncio.gather(*publishing, return_exceptions=True))

    return asyncio.run(gathered())


async def all_at_once(topic: RestTopic, broker: Broker, count: int) -> list[object]:
    """The first Publish is under way when the others arrive."""
    first = asyncio.create_task(topic.publish(a_message(0)))
    await asyncio.to_thread(broker.first_came.wait, DEADLINE_SECONDS)
    rest = [asyncio.create_task(topic.publish(a_message(number))) for number in range(1, count)]
    await asyncio.sleep(0)
    assert not any(task.done() for task in (first, *rest)), "answered before the broker was"
    broker.let_go.set()
    return list(await asyncio.gather(first, *rest, return_exceptions=True))


def test_a_message_is_published_with_its_attributes() -> None:
    broker = Broker()
    with a_topic(broker) as topic:
        assert outcomes(topic.publish(a_message(7))) == [None]

    assert broker.paths == [f"/v1/{NAME}:publish"]
    assert broker.groups == [[b"7"]]


def test_what_arrives_meanwhile_shares_the_next_requests() -> None:
    broker = Broker(waits=True)
    with a_topic(broker) as topic:
        found = asyncio.run(all_at_once(topic, broker, 250))

    assert found == [None] * 250
    assert [len(group) for group in broker.groups] == [1, GROUP_MAX, GROUP_MAX, 49]
    assert [int(body) for group in broker.groups for body in group] == list(range(250))


def test_a_group_is_cut_where_it_would_be_too_long(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pubsub_rest, "GROUP_BYTES_MAX", 25)
    broker = Broker()
    with a_topic(broker) as topic:
        found = outcomes(*(topic.publish(Message(b"x" * 10, {})) for _ in range(5)))
        alone = outcomes(topic.publish(Message(b"x" * 99, {})))

    assert found + alone == [None] * 6
    assert [len(group) for group in broker.groups] == [2, 2, 1, 1]


@pytest.mark.parametrize(
    "bad",
    [
        Reply(503),
        Reply(404),
        Reply(429),
        Reply(302, b"", {"Location": "/elsewhere"}),
        Reply(200, b'{"messageIds": ["1"]}'),
        Reply(200, b"{}"),
    ],
    ids=lambda reply: f"{reply.status} {reply.body!r}",
)
def test_a_failure_is_the_failure_of_everybody_who_waited_for_it_and_of_nobody_else(
    bad: Reply,
) -> None:
    broker = Broker(waits=True, replies={2: bad})
    with a_topic(broker) as topic:
        found = asyncio.run(all_at_once(topic, broker, 1 + GROUP_MAX + 5))

    failed = [type(outcome) for outcome in found[1 : GROUP_MAX + 1]]
    assert failed == [Unavailable] * GROUP_MAX
    assert found[0] is None
    assert found[GROUP_MAX + 1 :] == [None] * 5


def test_an_answer_that_makes_no_sense_reaches_everybody_who_waits() -> None:
    broker = Broker(replies={1: Reply(200, b"<html>")})
    with a_topic(broker) as topic:
        found = outcomes(topic.publish(a_message(1)), topic.publish(a_message(2)))
        after = outcomes(topic.publish(a_message(3)))

    assert [isinstance(outcome, Exception) for outcome in found] == [True, True]
    assert after == [None]


def test_one_connection_serves_many_and_is_replaced_when_the_broker_hung_up() -> None:
    hang_up = Reply(200, b'{"messageIds": ["1"]}', {"Connection": "close"})
    broker = Broker(replies={2: hang_up})
    with a_topic(broker) as topic:
        found = [outcomes(topic.publish(a_message(number))) for number in range(4)]

    assert found == [[None]] * 4
    assert len(broker.groups) == 4


def test_a_broker_that_is_away_is_unavailable_and_found_again() -> None:
    broker = Broker()
    with a_topic(broker) as topic:
        assert outcomes(topic.publish(a_message(1))) == [None]
    gone = outcomes(RestTopic("http://127.0.0.1:9", NAME, no_token).publish(a_message(2)))

    assert isinstance(gone[0], Unavailable)


def test_a_metadata_server_that_does_not_answer_is_unavailable() -> None:
    def no_metadata() -> NoReturn:
        raise OSError("no route to host")

    broker = Broker()
    with a_topic(broker, no_metadata) as topic:
        (outcome,) = outcomes(topic.publish(a_message(1)))

    assert isinstance(outcome, Unavailable)
    assert broker.groups == []


def test_a_broker_that_stays_silent_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pubsub_rest, "TIMEOUT_SECONDS", 0.05)
    broker = Broker(waits=True)
    with a_topic(broker) as topic:
        (outcome,) = outcomes(topic.publish(a_message(1)))
        broker.let_go.set()

    assert isinstance(outcome, Unavailable)


def test_without_tls_none_is_set_up_and_with_it_the_certificate_is_checked(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    made: list[ssl.SSLContext] = []
    create = ssl.create_default_context

    def noted() -> ssl.SSLContext:
        made.append(create())
        return made[-1]

    monkeypatch.setattr(ssl, "create_default_context", noted)
    RestTopic("http://127.0.0.1:9", NAME, no_token)
    plain = len(made)
    RestTopic("https://pubsub.googleapis.com", NAME, no_token)

    assert (plain, len(made)) == (0, 1)
    assert made[0].verify_mode is ssl.CERT_REQUIRED
    assert made[0].check_hostname
