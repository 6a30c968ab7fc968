"""`POST /webhooks/stripe`: verify, publish, wait for the broker, 200. Nothing is decided here."""

from __future__ import annotations

import logging
import time
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any, Protocol

from starlette.requests import Request
from starlette.responses import Response

from shared.edge import trace
from shared.edge.asgi_gate import only_header, read_body
from shared.edge.problem import Problem, busy, malformed
from shared.edge.strict_json import read_signed
from shared.usecases.ports.failures import Unavailable
from shared.usecases.ports.messages import Message

log = logging.getLogger(__name__)

Publish = Callable[[Message], Awaitable[None]]


class Signature(Protocol):
    def verify(self, body: bytes, header: str, *, now_seconds: float) -> None: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class StripeWebhook:
    signature: Signature
    refused: type[Exception]  # what `signature` raises
    livemode: bool
    publish: Publish
    publish_dead: Publish

    async def __call__(self, request: Request) -> Response:
        header = only_header(request, "stripe-signature")
        body = await read_body(request)
        try:
            self.signature.verify(body, header, now_seconds=time.time())
        except self.refused as refusal:
            log.warning("signature refused", extra={"provider": "stripe", "why": str(refusal)})
            raise malformed("signature") from refusal
        try:
            event = _event(body)
        except Problem as problem:
            # Signed by Stripe, so it is theirs; sending it again would not mend it.
            await _held(self.publish_dead(_dead_letter(body, problem.detail)))
            return Response(status_code=HTTPStatus.OK)
        if event.get("livemode") is not self.livemode:
            log.error("event of the wrong mode", extra={"provider": "stripe"})
            raise malformed("livemode", "this endpoint takes events of the other mode")
        await _held(self.publish(_message(body, event)))
        return Response(status_code=HTTPStatus.OK)


async def _held(publishing: Awaitable[None]) -> None:
    try:
        await publishing
    except Unavailable as failure:
        log.exception("not published")
        raise busy(1) from failure


def _event(body: bytes) -> dict[str, Any]:
    event = read_signed(body)
    if not isinstance(event, dict) or not isinstance(event.get("id"), str):
        raise malformed("event", "signed, but not an event")
    return event


def _message(body: bytes, event: Mapping[str, Any]) -> Message:
    named = _metadata(event).get("traceparent")
    traceparent = trace.continued(named if isinstance(named, str) else None)
    event_id, event_type = event["id"][:255], str(event.get("type", ""))[:255]
    trace.current.set(traceparent)
    log.info("event published", extra={"event_id": event_id, "event_type": event_type})
    return Message(
        body,
        {
            "provider": "stripe",
            "event_id": event_id,
            "event_type": event_type,
            "traceparent": traceparent,
        },
    )


def _metadata(event: Mapping[str, Any]) -> Mapping[str, Any]:
    """What the checkout told the provider to remember: here the trace comes back to us."""
    data = event.get("data")
    subject = data.get("object") if isinstance(data, dict) else None
    metadata = subject.get("metadata") if isinstance(subject, dict) else None
    return metadata if isinstance(metadata, dict) else {}


def _dead_letter(body: bytes, reason: str) -> Message:
    log.error("signed but unreadable", extra={"provider": "stripe", "why": reason})
    return Message(
        body,
        {
            "source": "webhook_intake",
            "provider": "stripe",
            "reason": reason,
            "traceparent": trace.current.get(),
        },
    )
