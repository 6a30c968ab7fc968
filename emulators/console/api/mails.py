"""`mails`: what was sent, newest first. The letters themselves are in the inbox."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from aiohttp import web

from emulators.console.api.desk import Desk
from emulators.console.api.paging import Page
from emulators.console.readings.happening import iso
from emulators.ses import mime
from emulators.ses.message import Message


class Mails:
    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def routes(self) -> Iterator[web.RouteDef]:
        yield web.get("/mails", self._list)
        yield web.get("/mails/{id:[0-9]+}", self._one)

    async def _list(self, request: web.Request) -> web.Response:
        page = Page.asked_for(request)
        present = self._desk.chronicle.present("ses")
        keys = sorted((key for key in present if key.startswith("message/")), reverse=True)
        if not page.words:
            return page.of(keys, lambda key: _shown(Message.from_bytes(present[key])))
        mails = (Message.from_bytes(present[key]) for key in keys)
        matching = [one for one in mails if page.has_words(*_searched(one))]
        return page.of(matching, _shown)

    async def _one(self, request: web.Request) -> web.Response:
        """With what only reading the whole message tells."""
        present, wanted = self._desk.chronicle.present("ses"), int(request.match_info["id"])
        for key in present:
            if key.startswith("message/") and int(key.removeprefix("message/")) == wanted:
                mail = Message.from_bytes(present[key])
                parts = mime.read(mail.raw)
                names = [part.filename for part in parts.attachments if part.filename]
                more = {"attachments": names, "headers": dict(parts.headers)}
                return web.json_response(_shown(mail) | more)
        raise LookupError(f"there is no mail {wanted}")


def _searched(mail: Message) -> Iterator[str]:
    yield from mail.destination
    yield from (f"{name}: {value}" for name, value in mime.headers(mail.raw))


def _shown(mail: Message) -> dict[str, Any]:
    return {
        "id": mail.id,
        "message_id": mail.message_id,
        "from": mail.source,
        "to": ", ".join(mail.destination),
        "subject": mime.header(mail.raw, "Subject") or "",
        "sent_at": iso(mail.sent_at),
        "tags": dict(mail.tags),
    }
