"""Pub/Sub push in, acknowledgement out.

The framework's own decorator drops the delivery attempt and refuses messages without data,
so the envelope is parsed here.
"""

from __future__ import annotations

import base64
import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

from flask import Request, Response

from shared.domain.errors import NotYet, Refused
from shared.edge import trace
from shared.edge.caller import Callers
from shared.edge.gate import read_json_object
from shared.edge.problem import busy
from shared.usecases.keep_dead_letter import KeepDeadLetter
from shared.usecases.ports.failures import Unavailable

log = logging.getLogger(__name__)

BODY_LENGTH_MAX = 14 * 1024 * 1024  # a message of 10 MB in base64, and its frame


@dataclass(frozen=True, slots=True)
class PushMessage:
    id: str
    body: bytes
    attributes: Mapping[str, str]
    subscription: str
    delivery_attempt: int | None  # counted only where there is a dead-letter policy
    traceparent: str


Consume = Callable[[PushMessage], None]


class NotAPush(Refused):
    """The request body is no push envelope."""


def consume_push(
    request: Request, callers: Callers, park: KeepDeadLetter, consume: Consume
) -> Response:
    """204 acknowledges; everything else brings the message back.

    What can never succeed (`Refused`) is kept with its reason and acknowledged. `NotYet` and
    `Unavailable` are left to the subscription's back-off and, in the end, its dead letters.
    """
    callers.check(request)
    value, raw = read_json_object(request, BODY_LENGTH_MAX)
    try:
        message = _message(value)
    except NotAPush as refusal:
        park(source="push", reason=str(refusal), body=raw, attributes={})
        return _acknowledged()
    token = trace.current.set(message.traceparent)
    try:
        consume(message)
    except Refused as refusal:
        park(
            source=message.subscription,
            reason=str(refusal),
            body=message.body,
            attributes=message.attributes,
        )
    except (NotYet, Unavailable) as reason:
        extra = {"attempt": message.delivery_attempt, "why": str(reason)}
        log.warning("message comes back", extra=extra)
        status = HTTPStatus.CONFLICT if isinstance(reason, NotYet) else 503
        raise busy(1, "try again later", status) from reason
    finally:
        trace.current.reset(token)
    return _acknowledged()


def _acknowledged() -> Response:
    return Response(status=HTTPStatus.NO_CONTENT)


def _message(value: dict[str, Any]) -> PushMessage:
    message = value.get("message")
    subscription = value.get("subscription")
    if not isinstance(message, dict) or not isinstance(subscription, str):
        raise NotAPush("no message, or no subscription")
    attributes = message.get("attributes") or {}
    message_id = message.get("messageId")
    if not isinstance(message_id, str) or not _is_text_map(attributes):
        raise NotAPush("no message id, or attributes that are not text")
    attempt = value.get("deliveryAttempt")
    return PushMessage(
        id=message_id,
        body=_data(message.get("data", "")),
        attributes=attributes,
        subscription=subscription.rpartition("/")[2],
        delivery_attempt=attempt if isinstance(attempt, int) else None,
        traceparent=trace.continued(attributes.get("traceparent")),
    )


def _data(text: object) -> bytes:
    if not isinstance(text, str):
        raise NotAPush("data is not text")
    try:
        return base64.b64decode(text, validate=True)
    except ValueError as error:
        raise NotAPush("data is not base64") from error


def _is_text_map(value: object) -> bool:
    return isinstance(value, dict) and all(isinstance(item, str) for item in value.values())
