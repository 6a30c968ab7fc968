"""Pub/Sub's shelf: topics, subscriptions, and the messages that are not acknowledged."""

from __future__ import annotations

import base64
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from google.protobuf.json_format import MessageToDict
from google.pubsub_v1 import types

from emulators.console.readings.happening import Happening, Tone, iso, last, moment
from emulators.console.watching.change import Change
from emulators.pubsub.message import Unacked
from emulators.pubsub.wire import unacked_from_bytes

Present = Mapping[str, bytes]
_UNACKED, _SUBSCRIPTION = "unacked/", "subscription/"
_SOURCE = "CloudPubSubDeadLetterSourceSubscription"
_topic: Any = types.Topic.pb()
_subscription: Any = types.Subscription.pb()


@dataclass(frozen=True, slots=True)
class Owed:
    """A message, and the subscription that has yet to acknowledge it."""

    subscription: str
    unacked: Unacked


def topics(present: Present) -> dict[str, Any]:
    return _specs(present, "topic/", _topic)


def subscriptions(present: Present) -> dict[str, Any]:
    return _specs(present, _SUBSCRIPTION, _subscription)


def owed(key: str, value: bytes) -> Owed | None:
    """What a key and its value say, if they are about a message."""
    if not key.startswith(_UNACKED):
        return None
    return Owed(key.removeprefix(_UNACKED).rpartition("/")[0], unacked_from_bytes(value))


def subscription_of(key: str) -> str | None:
    """The same of the key alone, which costs less."""
    return key.removeprefix(_UNACKED).rpartition("/")[0] if key.startswith(_UNACKED) else None


def message(unacked: Unacked) -> dict[str, Any]:
    """For the reader: `body` is JSON, or text, or base 64."""
    content = unacked.message.content
    kind, body = readable(content.data)
    return {
        "id": str(unacked.message.message_id),
        "published_at": iso(unacked.message.published_at),
        "ordering_key": unacked.message.ordering_key,
        "attributes": dict(content.attributes),
        "body_is": kind,
        "body": body,
        "data": base64.b64encode(content.data).decode(),
    }


def readable(data: bytes) -> tuple[str, Any]:
    try:
        text = data.decode()
    except UnicodeDecodeError:
        return "base64", base64.b64encode(data).decode()
    try:
        return "json", json.loads(text)
    except ValueError:
        return "text", text


def spec_json(spec: Any) -> dict[str, Any]:
    shown: dict[str, Any] = MessageToDict(spec, preserving_proto_field_name=True)
    return shown


def read(change: Change, present: Present) -> Happening | None:
    is_message = change.key.startswith(_UNACKED)
    about = owed(change.key, change.value or change.before or b"") if is_message else None
    if about is None:
        return _resource(change)
    written = present.get(f"{_SUBSCRIPTION}{about.subscription}")
    spec = _subscription.FromString(written) if written else None
    short, message_id = last(about.subscription), about.unacked.message.message_id
    tone, title = _what(change, about, spec)
    attributes = about.unacked.message.attributes
    what = attributes.get("type") or attributes.get("event_type") or ""
    return Happening(
        at=about.unacked.message.published_at if change.is_found else moment(change),
        service="pubsub",
        tone=tone,
        title=title,
        note=f"{what} · {message_id}" if what else str(message_id),
        page=f"/topics/{last(spec.topic) if spec else ''}?subscription={short}",
        subject=f"{short}/{message_id}",
    )


def _what(change: Change, about: Owed, spec: Any) -> tuple[Tone, str]:
    short, failures = last(about.subscription), about.unacked.failures
    if change.value is None:
        limit = spec.dead_letter_policy.max_delivery_attempts if spec else 0
        if limit and failures + 1 >= limit:
            return Tone.BAD, f"{short} has used its last attempt"
        return Tone.DONE, f"{short} acknowledged"
    if failures:
        times = "once" if failures == 1 else f"{failures} times"
        return Tone.BAD, f"{short} has failed {times}"
    source = about.unacked.message.attributes.get(_SOURCE)
    if source:
        return Tone.BAD, f"dead letter of {source} → {short}"
    return Tone.NEW, f"{last(spec.topic) if spec else '?'} → {short}"


def _resource(change: Change) -> Happening | None:
    kind, _, name = change.key.partition("/")
    if kind not in {"topic", "subscription", "snapshot", "schema"} or change.is_found:
        return None
    verb = "deleted" if change.value is None else "changed" if change.before else "created"
    return Happening(
        at=moment(change),
        service="pubsub",
        tone=Tone.QUIET,
        title=f"{kind} {last(name)} {verb}",
        page="/topics",
        subject=name,
    )


def _specs(present: Present, prefix: str, kind: Any) -> dict[str, Any]:
    found = (kind.FromString(present[key]) for key in present if key.startswith(prefix))
    return {spec.name: spec for spec in found}
