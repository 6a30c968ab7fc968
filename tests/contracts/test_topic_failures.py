"""What both adapters of the Topic port do when the broker is away, hangs or says no."""

from __future__ import annotations

from collections.abc import Iterator
from types import ModuleType

import pytest
from google.api_core.exceptions import NotFound

from shared.adapters import pubsub_rest, pubsub_topic
from shared.usecases.ports.failures import Unavailable
from shared.usecases.ports.messages import Message
from tests.contracts import nobody
from tests.contracts.grpc_tap import Loss
from tests.contracts.http_tap import HttpTap
from tests.contracts.local_pubsub import LocalPubSub
from tests.contracts.topics import DOORS, Publish, by_grpc, by_rest

FIRST, SECOND, THIRD = (Message(str(number).encode(), {"n": str(number)}) for number in (1, 2, 3))
MISSING = "projects/kvitto-test/topics/missing"
MODULES: dict[str, ModuleType] = {"grpc": pubsub_topic, "rest": pubsub_rest}

every_door = pytest.mark.parametrize("door", DOORS)


@every_door
def test_a_broker_that_is_down_is_unavailable(door: str) -> None:
    with (
        nobody.refusing() as address,
        DOORS[door](address, MISSING) as publish,
        pytest.raises(Unavailable),
    ):
        publish([FIRST])


@every_door
def test_a_broker_that_hangs_is_unavailable_after_the_timeout(
    door: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(MODULES[door], "TIMEOUT_SECONDS", nobody.PATIENCE_SECONDS)
    with (
        nobody.silent() as address,
        DOORS[door](address, MISSING) as publish,
        pytest.raises(Unavailable),
    ):
        publish([FIRST])


def test_the_client_tells_that_the_topic_is_missing(local_pubsub: LocalPubSub) -> None:
    with by_grpc(local_pubsub.addresses["grpc"], MISSING) as publish, pytest.raises(NotFound):
        publish([FIRST])


def test_rest_tells_that_the_topic_is_missing(local_pubsub: LocalPubSub) -> None:
    with (
        by_rest(local_pubsub.addresses["rest"], MISSING) as publish,
        pytest.raises(Unavailable, match="404"),
    ):
        publish([FIRST])


def test_the_client_publishes_a_batch_in_one_call_and_never_again(
    local_pubsub: LocalPubSub,
) -> None:
    topic, subscription = local_pubsub.topic_and_subscription()
    local_pubsub.grpc_tap.calls.clear()
    local_pubsub.grpc_tap.lose(Loss.REPLY, of="Publish")

    with by_grpc(local_pubsub.addresses["grpc"], topic) as publish, pytest.raises(Unavailable):
        publish([FIRST, SECOND])

    assert local_pubsub.grpc_tap.calls == ["Publish"]
    assert len(local_pubsub.pulled(subscription, 2)) == 2


@pytest.fixture
def tap(local_pubsub: LocalPubSub) -> HttpTap:
    local_pubsub.rest_tap.requests.clear()
    return local_pubsub.rest_tap


@pytest.fixture
def rest(local_pubsub: LocalPubSub) -> Iterator[tuple[Publish, str]]:
    """Publishes to a new topic; and the name of its subscription."""
    topic, subscription = local_pubsub.topic_and_subscription()
    with by_rest(local_pubsub.addresses["rest"], topic) as publish:
        yield publish, subscription


def test_messages_that_meet_share_one_call(rest: tuple[Publish, str], tap: HttpTap) -> None:
    publish, _ = rest

    publish([FIRST, SECOND, THIRD])

    assert len(tap.requests) == 1


def test_messages_that_are_too_big_for_one_call_go_in_several(
    local_pubsub: LocalPubSub, rest: tuple[Publish, str], tap: HttpTap
) -> None:
    publish, subscription = rest
    big = [Message(bytes([number]) * 3 * 2**20, {}) for number in range(3)]

    publish(big)

    assert len(tap.requests) == 2
    assert sorted(local_pubsub.pulled(subscription, 3), key=lambda message: message.body) == big


def test_nobody_knows_after_a_lost_answer(
    local_pubsub: LocalPubSub, rest: tuple[Publish, str], tap: HttpTap
) -> None:
    publish, subscription = rest
    tap.lose_next_reply()

    with pytest.raises(Unavailable):
        publish([FIRST])

    assert len(tap.requests) == 1
    assert local_pubsub.pulled(subscription, 1) == [FIRST]


def test_a_connection_that_the_broker_closed_for_being_quiet_costs_no_webhook(
    local_pubsub: LocalPubSub, rest: tuple[Publish, str], tap: HttpTap
) -> None:
    publish, subscription = rest
    publish([FIRST])
    local_pubsub.loop.call(tap.hang_up)

    publish([SECOND])

    arrived = local_pubsub.pulled(subscription, 2)
    assert sorted(message.body for message in arrived) == [FIRST.body, SECOND.body]


def test_after_a_refusal_the_next_message_goes_through(
    local_pubsub: LocalPubSub, rest: tuple[Publish, str], tap: HttpTap
) -> None:
    publish, subscription = rest
    tap.answer_next(503, {}, "")

    with pytest.raises(Unavailable, match="503"):
        publish([FIRST, SECOND])
    publish([THIRD])

    assert local_pubsub.pulled(subscription, 1) == [THIRD]


def test_an_answer_that_names_too_few_messages_is_no_receipt(
    rest: tuple[Publish, str], tap: HttpTap
) -> None:
    publish, _ = rest
    tap.answer_next(200, {}, '{"messageIds": ["1"]}')

    with pytest.raises(Unavailable):
        publish([FIRST, SECOND])


def test_an_answer_that_is_not_json_reaches_whoever_waits(
    rest: tuple[Publish, str], tap: HttpTap
) -> None:
    publish, _ = rest
    tap.answer_next(200, {}, "<html>")

    with pytest.raises(ValueError, match="Expecting value"):
        publish([FIRST])
