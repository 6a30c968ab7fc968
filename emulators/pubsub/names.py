"""Resource names: what they look like and how they are taken apart."""

from __future__ import annotations

import re

from emulators.pubsub.refusals import invalid

DELETED_TOPIC = "_deleted-topic_"
_ID = r"(?!goog)[A-Za-z][A-Za-z0-9._~+%-]{2,254}"
_TOPIC = re.compile(rf"projects/[^/]+/topics/{_ID}")
_SUBSCRIPTION = re.compile(rf"projects/[^/]+/subscriptions/{_ID}")


def require_topic_name(name: str) -> None:
    if not _TOPIC.fullmatch(name):
        raise invalid(f"Invalid [topics] name: (name={name})")


def require_subscription_name(name: str) -> None:
    if not _SUBSCRIPTION.fullmatch(name):
        raise invalid(f"Invalid [subscriptions] name: (name={name})")


def project_of(name: str) -> str:
    """`shop` of `projects/shop/topics/orders`."""
    return name.split("/")[1]


def id_of(name: str) -> str:
    """`orders` of `projects/shop/topics/orders`."""
    return name.rsplit("/", 1)[-1]
