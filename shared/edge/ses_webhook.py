"""`POST /webhooks/ses`: the mail provider's events, as Amazon SNS posts them."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any, Protocol

from starlette.requests import Request
from starlette.responses import Response

from shared.edge import trace
from shared.edge.asgi_gate import read_body
from shared.edge.problem import Problem, busy, malformed
from shared.edge.strict_json import read_strict
from shared.usecases.ports.failures import Unavailable
from shared.usecases.ports.messages import Message

log = logging.getLogger(__name__)


class Signature(Protocol):
    def verify(self, message: Mapping[str, object]) -> None: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class SesWebhook:
    signature: Signature
    refused: type[Exception]  # what `signature` raises
    topic_arns: tuple[str, ...]
    fetch: Callable[[str], bytes]  # GET from SNS and from nowhere else
    publish: Callable[[Message], Awaitable[None]]

    async def __call__(self, request: Request) -> Response:
        body = await read_body(request)
        message = read_strict(body)  # all its numbers are inside texts
        if not isinstance(message, dict):
            raise malformed("message", "not an SNS message")
        await self._verify(message)
        if message.get("TopicArn") not in self.topic_arns:
            raise Problem(HTTPStatus.FORBIDDEN, "not a topic of ours")
        match message.get("Type"):
            case "Notification":
                await self._publish(message, body)
            case "SubscriptionConfirmation":
                await self._confirm(message)
            case other:
                log.warning("message ignored", extra={"provider": "ses", "why": str(other)[:50]})
        return Response(status_code=HTTPStatus.OK)

    async def _verify(self, message: dict[str, Any]) -> None:
        try:
            # Once a year this fetches a certificate, so it must not hold up the loop.
            await asyncio.to_thread(self.signature.verify, message)
        except self.refused as refusal:
            log.warning("signature refused", extra={"provider": "ses", "why": str(refusal)})
            raise malformed("signature") from refusal
        except OSError as failure:
            raise busy(5, "the signing certificate is out of reach") from failure

    async def _publish(self, message: dict[str, Any], body: bytes) -> None:
        attributes = {
            "provider": "ses",
            "event_id": str(message.get("MessageId", ""))[:255],
            "traceparent": trace.current.get(),
        }
        try:
            await self.publish(Message(body, attributes))
        except Unavailable as failure:
            log.exception("not published")
            raise busy(1) from failure

    async def _confirm(self, message: dict[str, Any]) -> None:
        try:
            await asyncio.to_thread(self.fetch, str(message.get("SubscribeURL", "")))
        except self.refused as refusal:
            raise malformed("subscribe_url") from refusal
        except OSError as failure:
            raise busy(5, "SNS is out of reach") from failure
        log.info("subscription confirmed", extra={"provider": "ses"})
