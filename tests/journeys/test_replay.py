"""A message nobody can handle: kept, listed, published again, and kept again."""

from __future__ import annotations

from typing import Any

from shared.adapters.pubsub_topic import PubSubTopic, publisher_client
from shared.usecases.ports.messages import Message
from tests.journeys.command import kvitto
from tests.journeys.stack import Stack, until


def waiting(stack: Stack) -> list[dict[str, Any]]:
    letters: list[dict[str, Any]] = kvitto(stack, "replay", exit_codes=(0, 1))["letters"]
    return letters


def test_a_dead_letter_goes_out_again_and_waits_again_if_nothing_was_mended(stack: Stack) -> None:
    project, address = stack.description["project"], stack.description["pubsub"]
    topic = PubSubTopic(publisher_client(address), f"projects/{project}/topics/provider-events")

    topic.publish([Message(b"no event", {"provider": "stripe", "event_type": "odd"})])

    (letter,) = until(lambda: waiting(stack))
    assert (letter["source"], letter["event"]) == ("payment-processor", "odd")
    done = kvitto(stack, "replay", letter["id"])
    assert done == {"replayed": [letter["id"]], "refused": {}}
    (again,) = until(lambda: waiting(stack))
    assert again["id"] == letter["id"]
    assert again["kept_at"] > letter["kept_at"]
