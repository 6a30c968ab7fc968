"""What tests can do here and nobody can at Amazon: play the recipients."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from aiohttp import web

from emulators.clock.clock import Clock
from emulators.ses.arn import Place
from emulators.ses.content import content, text
from emulators.ses.message import Message
from emulators.ses.outbox import Outbox
from emulators.ses.sending import events
from emulators.ses.sending.publishing import Publisher
from emulators.ses.sending.recipients import Recipients


@dataclass(frozen=True, slots=True)
class Controls:
    clock: Clock
    place: Place
    outbox: Outbox
    publisher: Publisher
    recipients: Recipients

    def routes(self) -> list[web.RouteDef]:
        message = "/_outbox/messages/{id:[0-9]+}"
        return [
            web.post("/_outbox/mailboxes/{address}", self._give_fate),
            web.post(f"{message}/opens", self._open),
            web.post(f"{message}/clicks", self._click),
        ]

    async def _give_fate(self, request: web.Request) -> web.Response:
        """`{"fate": "bounce"}`: the mailboxes of SES's simulator, and `mailbox-full`."""
        fate = text(await content(request), "fate")
        self.recipients.give(request.match_info["address"], fate)
        return web.json_response({})

    async def _open(self, request: web.Request) -> web.Response:
        now, agent = self.clock.now(), request.headers.get("User-Agent", "")
        return self._tell(request, lambda it: events.opened(it, self.place, now, agent))

    async def _click(self, request: web.Request) -> web.Response:
        """Which: `{"link": "https://..."}`."""
        now, agent = self.clock.now(), request.headers.get("User-Agent", "")
        link = text(await content(request), "link")
        return self._tell(request, lambda it: events.clicked(it, self.place, now, agent, link))

    def _tell(
        self, request: web.Request, record: Callable[[Message], events.Record]
    ) -> web.Response:
        message = self.outbox.get(request.match_info["id"])
        if message is None:
            raise web.HTTPNotFound(text="no such message in the outbox")
        self.publisher.publish(message, record(message), self.clock.now())
        return web.json_response({})
