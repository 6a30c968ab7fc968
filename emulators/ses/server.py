"""Amazon SES on this machine: moto accepts, an outbox keeps, SNS tells."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Sequence

from aiohttp import web

from emulators.clock import Clock
from emulators.ses.arn import Place
from emulators.ses.courier import Courier
from emulators.ses.faults import Faults
from emulators.ses.moto_ses import MotoSes
from emulators.ses.notification import Notification
from emulators.ses.outbox import Outbox
from emulators.ses.outbox_pages import OutboxPages
from emulators.ses.publishing import Publisher
from emulators.ses.relay import Relay
from emulators.ses.send_email import SendEmail
from emulators.ses.signing import SigningKey
from emulators.shelf import Shelf
from emulators.topology import Routes

CERTIFICATE_PATH = "/SimpleNotificationService-local.pem"
REQUEST_BYTES_MAX = 56 * 1024 * 1024
# SES takes messages of 40 MB, which base 64 makes a third longer.


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
    ) -> None:
        place = Place.of(topic_arn)
        self._clock = clock
        self._shelf = shelf
        self._moto = MotoSes(account=place.account, region=place.region)
        self._faults = Faults()
        self._outbox = Outbox(shelf)
        self._courier = Courier(clock, shelf, routes, self._faults)
        self._publisher = Publisher(topic_arn, tuple(event_urls))
        self._runner: web.AppRunner | None = None

    def provision_identities(self, addresses: Iterable[str]) -> None:
        """Senders that SES shall know: addresses or whole domains. Call before `start`."""
        self._moto.provision("identities", "EmailIdentity", addresses)

    def provision_configuration_sets(self, names: Iterable[str]) -> None:
        """Call before `start`. Each publishes all of its events to the topic."""
        self._moto.provision("configuration-sets", "ConfigurationSetName", names)

    async def start(self, port: int = 0) -> int:
        """Listen on 127.0.0.1 and return the port. moto is loaded later: see `warm`."""
        key = await self._signing_key()
        self._runner = web.AppRunner(self._application(key), access_log=None)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", port)
        await site.start()
        bound_port: int = self._runner.addresses[0][1]
        url = f"http://127.0.0.1:{bound_port}"

        def seal(notification: Notification) -> dict[str, str]:
            return notification.body(
                signature=key.sign(notification.canonical()),
                certificate_url=url + CERTIFICATE_PATH,
                unsubscribe_url=f"{url}/?Action=Unsubscribe",
            )

        self._courier.open(seal)
        return bound_port

    async def warm(self) -> None:
        """Load moto now, so that the first call need not wait for it."""
        await self._moto.load()

    async def stop(self) -> None:
        if self._runner is not None:
            await self._runner.cleanup()
        await self._courier.close()
        await self._moto.close()

    def _application(self, key: SigningKey) -> web.Application:
        async def certificate(_request: web.Request) -> web.Response:
            return web.Response(body=key.certificate_pem, content_type="application/x-pem-file")

        send_email = SendEmail(
            self._clock, self._moto, self._outbox, self._publisher, self._courier, self._faults
        )
        application = web.Application(client_max_size=REQUEST_BYTES_MAX)
        application.add_routes(
            [
                web.get(CERTIFICATE_PATH, certificate),
                *OutboxPages(self._outbox, self._faults).routes(),
                web.post("/v2/email/outbound-emails", send_email.handle),
                web.route("*", "/v2/{rest:.*}", Relay(self._moto).handle),
            ]
        )
        return application

    async def _signing_key(self) -> SigningKey:
        for name, value in self._shelf.items():
            if name == "signing-key":
                return SigningKey.from_pem(value)
        key = await asyncio.to_thread(SigningKey.generate, self._clock.now())
        self._shelf.put("signing-key", key.to_pem())
        return key
