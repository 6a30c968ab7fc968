"""SendEmail: what SES checks that moto does not, then moto, then what follows from acceptance."""

from __future__ import annotations

import base64
import json
import re
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

from aiohttp import web

from emulators.clock import Clock
from emulators.ses import mime
from emulators.ses.courier import Courier
from emulators.ses.faults import Faults
from emulators.ses.message import Message
from emulators.ses.moto_ses import MotoSes
from emulators.ses.outbox import Outbox
from emulators.ses.publishing import Publisher
from emulators.ses.relay import answer, call_of

_TAG = re.compile(r"[A-Za-z0-9_.@-]{1,256}")


@dataclass(frozen=True, slots=True)
class SendEmail:
    clock: Clock
    moto: MotoSes
    outbox: Outbox
    publisher: Publisher
    courier: Courier
    faults: Faults

    async def handle(self, request: web.Request) -> web.Response:
        call = await call_of(request)
        try:
            wanted: dict[str, Any] = json.loads(call.body)
        except ValueError as error:
            return _bad_request("SerializationException", str(error))
        refusal = await self._refusal(wanted)
        if refusal is not None:
            return refusal
        reply = await self.moto.call(call)
        if reply.status == HTTPStatus.OK:
            message = self._message(wanted, json.loads(reply.body)["MessageId"])
            self.outbox.add(message)
            self.courier.accept(self.publisher.errands(message))
            if self.faults.takes_drop_reply() and request.transport is not None:
                request.transport.abort()
        return answer(reply)

    async def _refusal(self, wanted: dict[str, Any]) -> web.Response | None:
        if "Raw" not in wanted.get("Content", {}):
            return _bad_request("BadRequestException", "This SES takes Raw content only.")
        for tag in wanted.get("EmailTags", []):
            if not (_TAG.fullmatch(tag["Name"]) and _TAG.fullmatch(tag["Value"])):
                return _bad_request("BadRequestException", f"Invalid message tag: {tag}.")
        name = wanted.get("ConfigurationSetName")
        if name is not None and not await self.moto.has_configuration_set(name):
            text = f"Configuration set <{name}> does not exist."
            return _error(HTTPStatus.NOT_FOUND, "NotFoundException", text)
        return None

    def _message(self, wanted: dict[str, Any], message_id: str) -> Message:
        raw = base64.b64decode(wanted["Content"]["Raw"]["Data"])
        named = wanted.get("Destination", {})
        kinds = ("ToAddresses", "CcAddresses", "BccAddresses")
        destination = tuple(address for kind in kinds for address in named.get(kind, []))
        tags = wanted.get("EmailTags", [])
        return Message(
            id=self.outbox.next_id(),
            message_id=message_id,
            source=wanted.get("FromEmailAddress") or mime.header(raw, "From") or "",
            destination=destination or mime.recipients(raw),
            sent_at=self.clock.now(),
            configuration_set=wanted.get("ConfigurationSetName"),
            tags=tuple((tag["Name"], tag["Value"]) for tag in tags),
            raw=raw,
        )


def _bad_request(kind: str, text: str) -> web.Response:
    return _error(HTTPStatus.BAD_REQUEST, kind, text)


def _error(status: HTTPStatus, kind: str, text: str) -> web.Response:
    headers = {"x-amzn-ErrorType": kind}
    return web.json_response({"message": text}, status=status, headers=headers)
