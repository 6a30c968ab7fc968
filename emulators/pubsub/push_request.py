"""A message as the HTTP request that pushes it."""

from __future__ import annotations

import base64
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from emulators.pubsub.message import Message

USER_AGENT = "CloudPubSub-Google"
_HEADER_NAME = re.compile(r"[A-Za-z0-9!#$%&'*+.^_`|~-]+")
_HEADER_VALUE = re.compile(r"[\x21-\x7e]([\x20-\x7e]*[\x21-\x7e])?")
_HEADERS_OF_THE_CONNECTION = {
    "authorization",
    "connection",
    "content-encoding",
    "content-length",
    "expect",
    "host",
    "te",
    "trailer",
    "transfer-encoding",
    "upgrade",
    "user-agent",
}


@dataclass(frozen=True, slots=True)
class PushRequest:
    headers: Mapping[str, str]
    body: bytes


def wrapped(message: Message, subscription: str, delivery_attempt: int | None) -> PushRequest:
    """The JSON form; `delivery_attempt` is None without a dead-letter policy."""
    published = _publish_time(message)
    content = message.content
    inner: dict[str, Any] = {
        "data": base64.b64encode(content.data).decode(),
        "attributes": dict(content.attributes),
        "messageId": str(message.message_id),
        "message_id": str(message.message_id),
        "publishTime": published,
        "publish_time": published,
    }
    if message.ordering_key:
        inner["orderingKey"] = message.ordering_key
    outer: dict[str, Any] = {"message": inner, "subscription": subscription}
    if delivery_attempt is not None:
        outer["deliveryAttempt"] = delivery_attempt
    return PushRequest({"Content-Type": "application/json"}, json.dumps(outer).encode())


def unwrapped(message: Message) -> PushRequest:
    """Only the data, as the body."""
    return PushRequest({"Content-Type": "application/octet-stream"}, message.data)


def unwrapped_with_metadata(message: Message, subscription: str) -> PushRequest:
    """The data as the body; attributes and metadata as headers, where HTTP can carry them."""
    headers = {"content-type": "application/octet-stream"}
    for key, value in message.attributes.items():
        if _can_be_header(key, value):
            headers[key.lower()] = value
    headers["x-goog-pubsub-subscription-name"] = subscription
    headers["x-goog-pubsub-message-id"] = str(message.message_id)
    headers["x-goog-pubsub-publish-time"] = _publish_time(message)
    if _HEADER_VALUE.fullmatch(message.ordering_key):
        headers["x-goog-pubsub-ordering-key"] = message.ordering_key
    return PushRequest(headers, message.data)


def addressed(request: PushRequest, endpoint: str, token: str | None) -> PushRequest:
    """Add what names the receiver and proves the sender. `endpoint` is the deployed address."""
    headers = {**request.headers, "Host": urlsplit(endpoint).netloc, "User-Agent": USER_AGENT}
    if token:
        headers["Authorization"] = f"Bearer {token}"
    return PushRequest(headers, request.body)


def _can_be_header(key: str, value: str) -> bool:
    return (
        key.lower() not in _HEADERS_OF_THE_CONNECTION
        and _HEADER_NAME.fullmatch(key) is not None
        and _HEADER_VALUE.fullmatch(value) is not None
    )


def _publish_time(message: Message) -> str:
    return message.published_at.isoformat(timespec="milliseconds").replace("+00:00", "Z")
