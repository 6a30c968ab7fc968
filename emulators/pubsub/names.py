"""Resource names: what they look like and how they are taken apart."""

from __future__ import annotations

import re

from emulators.google_apis.refused import invalid

DELETED_TOPIC = "_deleted-topic_"
DELETED_SCHEMA = "_deleted-schema_"
_ID = r"(?!goog)[A-Za-z][A-Za-z0-9._~+%-]{2,254}"
_NAMES = {
    kind: re.compile(rf"projects/[^/]+/{kind}/{_ID}")
    for kind in ("topics", "subscriptions", "snapshots", "schemas")
}


def require_topic_name(name: str) -> None:
    _require("topics", name)


def require_subscription_name(name: str) -> None:
    _require("subscriptions", name)


def require_snapshot_name(name: str) -> None:
    _require("snapshots", name)


def require_schema_name(name: str) -> None:
    _require("schemas", name)


def project_of(name: str) -> str:
    """`shop` of `projects/shop/topics/orders`."""
    return name.split("/")[1]


def id_of(name: str) -> str:
    """`orders` of `projects/shop/topics/orders`."""
    return name.rsplit("/", 1)[-1]


def _require(kind: str, name: str) -> None:
    if not _NAMES[kind].fullmatch(name):
        raise invalid(f"Invalid [{kind}] name: (name={name})")
