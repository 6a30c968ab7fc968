"""Where one would expect Pub/Sub emulators to take what production refuses."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from google.protobuf.field_mask_pb2 import FieldMask

from tests.emulators.likeness.probe import Probe
from tests.emulators.pubsub.clients import PROJECT, Clients

DAY_SECONDS = 24 * 3600


def _published(**message: Any) -> Callable[[Clients], str]:
    def ask(clients: Clients) -> str:
        clients.publish(clients.topic(), b"x", **message)
        return "accepted"

    return ask


def _empty(clients: Clients) -> str:
    clients.publish(clients.topic(), b"")
    return "accepted"


def _thousand(clients: Clients) -> str:
    clients.publish(clients.topic(), *[b"x"] * 1001)
    return "accepted"


def _name(clients: Clients) -> str:
    clients.publisher.create_topic(name=f"{PROJECT}/topics/goog-topic")
    return "accepted"


def _subscribed(**settings: Any) -> Callable[[Clients], str]:
    def ask(clients: Clients) -> str:
        clients.subscription(clients.topic(), **settings)
        return "accepted"

    return ask


def _new_filter(clients: Clients) -> str:
    name = clients.subscription(clients.topic(), filter='attributes.kind = "a"')
    changed = {"name": name, "filter": 'attributes.kind = "b"'}
    mask = FieldMask(paths=["filter"])
    clients.subscriber.update_subscription(request={"subscription": changed, "update_mask": mask})
    return "accepted"


LIMIT_PROBES: tuple[Probe[Clients], ...] = (
    Probe("a message with nothing in it", "INVALID_ARGUMENT", _empty),
    Probe("1,001 messages in one call", "INVALID_ARGUMENT", _thousand),
    Probe(
        "an attribute's name of 257 bytes",
        "INVALID_ARGUMENT",
        _published(attributes={"k" * 257: "v"}),
    ),
    Probe(
        "101 attributes",
        "INVALID_ARGUMENT",
        _published(attributes={f"k{n}": "v" for n in range(101)}),
    ),
    Probe(
        "an ordering key of 1,025 bytes", "INVALID_ARGUMENT", _published(ordering_key="k" * 1025)
    ),
    Probe("a topic whose name begins with `goog`", "INVALID_ARGUMENT", _name),
    Probe(
        "an expiration of less than a day",
        "INVALID_ARGUMENT",
        _subscribed(expiration_policy={"ttl": {"seconds": DAY_SECONDS - 1}}),
    ),
    Probe(
        "a back-off of 601 s",
        "INVALID_ARGUMENT",
        _subscribed(retry_policy={"maximum_backoff": {"seconds": 601}}),
    ),
    Probe("another filter for a subscription", "INVALID_ARGUMENT", _new_filter),
)
