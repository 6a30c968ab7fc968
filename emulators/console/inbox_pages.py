"""The inbox: a list, a message, and the parts a message is made of."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

from aiohttp import web

from emulators.console import mail_body
from emulators.console.letters import listed, shown
from emulators.console.outbox import Outbox
from emulators.console.pages import Pages

_SHOWN_BY_BROWSERS = {"application/pdf", "image/gif", "image/jpeg", "image/png", "image/webp"}
_RECEIPT_HEADER = "X-Kvitto-Receipt"


class InboxPages:
    def __init__(self, pages: Pages, outbox: Outbox) -> None:
        self._pages = pages
        self._outbox = outbox

    def routes(self) -> list[web.RouteDef]:
        one = "/inbox/{id:[0-9]+}"
        return [
            web.get("/inbox", self._list),
            web.get("/inbox/receipt/{receipt}", self._receipt),
            web.get(one, self._message),
            web.get(f"{one}/body", self._body),
            web.get(f"{one}/raw", self._raw),
            web.get(f"{one}/attachments/{{n:[0-9]+}}", self._attachment),
        ]

    async def _list(self, _request: web.Request) -> web.Response:
        return self._inbox(await self._outbox.messages(), waiting_for=None)

    async def _receipt(self, request: web.Request) -> web.Response:
        """The message that carries a receipt, or the list until it does."""
        receipt = request.match_info["receipt"]
        messages = await self._outbox.messages()
        for message in messages:
            if message["headers"].get(_RECEIPT_HEADER) == receipt:
                raise web.HTTPSeeOther(f"/inbox/{message['id']}")
        return self._inbox(messages, waiting_for=receipt)

    def _inbox(self, messages: list[dict[str, Any]], *, waiting_for: str | None) -> web.Response:
        return self._pages.page(
            "inbox.html", page="inbox", messages=listed(messages), waiting_for=waiting_for
        )

    async def _message(self, request: web.Request) -> web.Response:
        outbox_id = request.match_info["id"]
        message = await self._outbox.message(outbox_id)
        letter = shown(message, request.query.get("view"))
        source = ""
        if letter["view"] == "source":
            source = (await self._outbox.raw(outbox_id)).decode("utf-8", "replace")
        plain = source or message["text"]
        return self._pages.page("message.html", page="inbox", plain=plain, **letter)

    async def _body(self, request: web.Request) -> web.Response:
        outbox_id = request.match_info["id"]
        message = await self._outbox.message(outbox_id)
        html = message["html"] or ""
        wanted = mail_body.content_ids(html)
        pictures = {
            part["content_id"]: mail_body.data_url(
                part["content_type"], await self._outbox.attachment(outbox_id, part["n"])
            )
            for part in message["attachments"]
            if part["content_id"] in wanted
        }
        scheme: mail_body.Scheme = "dark" if request.query.get("scheme") == "dark" else "light"
        text = mail_body.framed(html, pictures=pictures, scheme=scheme)
        headers = {"Content-Security-Policy": mail_body.POLICY}
        return web.Response(text=text, content_type="text/html", headers=headers)

    async def _raw(self, request: web.Request) -> web.Response:
        raw = await self._outbox.raw(request.match_info["id"])
        return web.Response(body=raw, content_type="message/rfc822")

    async def _attachment(self, request: web.Request) -> web.Response:
        outbox_id, n = request.match_info["id"], int(request.match_info["n"])
        parts = (await self._outbox.message(outbox_id))["attachments"]
        if n >= len(parts):
            raise web.HTTPNotFound
        content_type = parts[n]["content_type"]
        where = "inline" if content_type in _SHOWN_BY_BROWSERS else "attachment"
        name = parts[n]["filename"] or f"part-{n}"
        headers = {"Content-Disposition": f"{where}; filename*=UTF-8''{quote(name, safe='')}"}
        content = await self._outbox.attachment(outbox_id, n)
        return web.Response(body=content, content_type=content_type, headers=headers)
