"""Amazon SES on this machine: it accepts, an outbox keeps, SNS tells."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Sequence
from email.utils import parseaddr

from aiohttp import web
from aiohttp.typedefs import Handler, Middleware

from emulators.clock.clock import Clock
from emulators.control.faults.http_calls import within_reach
from emulators.loopback import LOOPBACK, listen
from emulators.ses.authorization import Authorization
from emulators.ses.parts import Parts
from emulators.ses.refused import refusals
from emulators.ses.resources.quota import Allowance
from emulators.ses.sns.notification import CERTIFICATE_PATH, Seal
from emulators.ses.sns.signing import SigningKey
from emulators.shelf import Shelf
from emulators.topology import Routes

REQUEST_BYTES_MAX = 56 * 1024 * 1024
# SES takes messages of 40 MB, which base 64 makes a third longer.
ALLOWANCE = Allowance(in_a_day_max=50_000, in_a_second_max=14)
# What Amazon gives at first to those who leave the sandbox.

_API = "/v2/"
_SIGNING_KEY = "signing-key"


class SesServer:
    """The account and the region are those of `topic_arn`, where the events are published.

    `event_urls` are the topic's subscribers, by the addresses Terraform gives them.
    """

    def __init__(
        self,
        *,
        clock: Clock,
        shelf: Shelf,
        routes: Routes,
        topic_arn: str,
        event_urls: Sequence[str],
        allowance: Allowance = ALLOWANCE,
    ) -> None:
        self._clock = clock
        self._shelf = shelf
        self._topic_arn = topic_arn
        self._event_urls = event_urls
        self._parts = Parts.of(
            clock=clock, shelf=shelf, routes=routes, topic_arn=topic_arn, allowance=allowance
        )
        self._runner: web.AppRunner | None = None

    def provision_identities(self, addresses: Iterable[str]) -> None:
        """Senders that SES shall know and have verified: addresses or whole domains."""
        self._parts.identities.provision(parseaddr(one)[1] or one for one in addresses)

    def provision_configuration_sets(self, names: Iterable[str]) -> None:
        """Each publishes all of its events to the topic."""
        self._parts.configuration_sets.provision(names, self._topic_arn)

    async def start(self, port: int = 0) -> int:
        """Listen on 127.0.0.1 and return the port."""
        key = await self._signing_key()
        self._runner = web.AppRunner(self._application(key), access_log=None)
        bound_port = await listen(self._runner, port)
        self._subscribe(Seal(key, f"http://{LOOPBACK}:{bound_port}"))
        return bound_port

    async def stop(self) -> None:
        if self._runner is not None:
            await self._runner.cleanup()
        await self._parts.courier.close()
        await self._parts.moto.close()

    def _subscribe(self, seal: Seal) -> None:
        """Those who are planned are asked to confirm, until they have."""
        topics = self._parts.topics
        topics.create(self._topic_arn, "2")
        for url in self._event_urls:
            topics.subscribe(self._topic_arn, url, is_planned=True)
        self._parts.courier.open(seal)
        for subscription in topics.pending():
            self._parts.handshakes.begin(subscription)

    def _application(self, key: SigningKey) -> web.Application:
        async def certificate(_request: web.Request) -> web.Response:
            return web.Response(body=key.certificate_pem, content_type="application/x-pem-file")

        middlewares: list[Middleware] = [within_reach, refusals, _signed(self._parts.authorization)]
        application = web.Application(middlewares=middlewares, client_max_size=REQUEST_BYTES_MAX)
        application.add_routes([web.get(CERTIFICATE_PATH, certificate), *self._parts.routes()])
        return application

    async def _signing_key(self) -> SigningKey:
        for _, value in self._shelf.items(_SIGNING_KEY):
            return SigningKey.from_pem(value)
        key = await asyncio.to_thread(SigningKey.generate, self._clock.now())
        self._shelf.put(_SIGNING_KEY, key.to_pem())
        return key


def _signed(authorization: Authorization) -> Middleware:
    @web.middleware
    async def check(request: web.Request, handler: Handler) -> web.StreamResponse:
        if request.path.startswith(_API):
            authorization.check(request.headers, "ses")
        return await handler(request)

    return check
