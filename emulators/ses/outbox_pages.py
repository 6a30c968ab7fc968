"""The outbox over HTTP, as JSON: not part of SES, for the console and for tests."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from aiohttp import web

from emulators.ses import mime
from emulators.ses.faults import Faults
from emulators.ses.message import Message
from emulators.ses.outbox import Outbox
from emulators.ses.sending.events import timestamp

_EXTENSIONS = "x-"
# Where senders put ids of their own; SES rewrites Message-ID.


class OutboxPages:
    def __init__(self, outbox: Outbox, faults: Faults) -> None:
        self._outbox = outbox
        self._faults = faults
        self._summaries: dict[str, dict[str, Any]] = {}

    def routes(self) -> list[web.RouteDef]:
        one = "/_outbox/messages/{id:[0-9]+}"
        return [
            web.get("/_outbox/messages", self._list),
            web.get(one, self._message),
            web.get(f"{one}/raw", self._raw),
            web.get(f"{one}/attachments/{{n:[0-9]+}}", self._attachment),
            web.get("/_outbox/faults", self._show_faults),
            web.post("/_outbox/faults", self._arm_faults),
        ]

    async def _list(self, _request: web.Request) -> web.Response:
        summaries = [self._summary(outbox_id) for outbox_id in self._outbox.ids()]
        return web.json_response([summary for summary in summaries if summary is not None])

    async def _message(self, request: web.Request) -> web.Response:
        message = self._asked(request)
        mail = mime.read(message.raw)
        return web.json_response(
            {
                **(self._summary(message.id) or {}),
                "configuration_set": message.configuration_set,
                "tags": dict(message.tags),
                "headers": _joined(mail.headers),
                "text": mail.text,
                "html": mail.html,
                "attachments": [_meta(n, part) for n, part in enumerate(mail.attachments)],
            }
        )

    async def _raw(self, request: web.Request) -> web.Response:
        return web.Response(body=self._asked(request).raw, content_type="message/rfc822")

    async def _attachment(self, request: web.Request) -> web.Response:
        attachments = mime.read(self._asked(request).raw).attachments
        n = int(request.match_info["n"])
        if n >= len(attachments):
            raise web.HTTPNotFound(text=f"this message has {len(attachments)} attachments")
        return web.Response(body=attachments[n].content, content_type=attachments[n].content_type)

    async def _show_faults(self, _request: web.Request) -> web.Response:
        return web.json_response(self._faults.as_json())

    async def _arm_faults(self, request: web.Request) -> web.Response:
        try:
            self._faults.arm(json.loads(await request.read()))
        except ValueError as error:
            raise web.HTTPBadRequest(text=str(error)) from error
        return web.json_response(self._faults.as_json())

    def _asked(self, request: web.Request) -> Message:
        message = self._outbox.get(request.match_info["id"])
        if message is None:
            raise web.HTTPNotFound(text="no such message in the outbox")
        return message

    def _summary(self, outbox_id: str) -> dict[str, Any] | None:
        if outbox_id not in self._summaries:
            message = self._outbox.get(outbox_id)
            if message is None:
                return None
            self._summaries[outbox_id] = _summarise(message)
        return self._summaries[outbox_id]


def _summarise(message: Message) -> dict[str, Any]:
    headers = mime.headers(message.raw)
    return {
        "id": message.id,
        "message_id": message.message_id,
        "to": list(message.destination),
        "from": message.source,
        "subject": mime.header(message.raw, "Subject") or "",
        "sent_at": timestamp(message.sent_at),
        "headers": _joined(pair for pair in headers if pair[0].lower().startswith(_EXTENSIONS)),
    }


def _joined(headers: Iterable[tuple[str, str]]) -> dict[str, str]:
    """One value for each name; where a name is repeated, its values in order."""
    joined: dict[str, str] = {}
    for name, value in headers:
        joined[name] = f"{joined[name]}, {value}" if name in joined else value
    return joined


def _meta(n: int, part: mime.Attachment) -> dict[str, Any]:
    return {
        "n": n,
        "filename": part.filename,
        "content_type": part.content_type,
        "content_id": part.content_id,
        "inline": part.inline,
        "size": len(part.content),
    }
