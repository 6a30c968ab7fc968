"""Every emulator in one process, wired as the topology says: what the functions are deployed to."""

from __future__ import annotations

import asyncio
import random
from email.utils import parseaddr
from urllib.parse import urlsplit

from emulators.clock import Clock
from emulators.console.server import ConsoleServer
from emulators.firestore.server import FirestoreServer
from emulators.identity.issuer import Issuer
from emulators.identity.server import IdentityServer
from emulators.pubsub.server import PubSubServer
from emulators.scheduler.jobs import SchedulerJobs
from emulators.ses.server import SesServer
from emulators.shelf import Archive
from emulators.storage.server import StorageServer
from emulators.stripe.server import TwinServer
from emulators.supervisor.ports import Ports, local_url
from emulators.tasks.server import TasksServer
from emulators.topology import Routes, Topology


class LocalCloud:
    """Construct it on the event loop that it shall run in."""

    def __init__(
        self, *, topology: Topology, ports: Ports, archive: Archive, webhook_secret: str
    ) -> None:
        """Without a `webhook_secret` the Stripe twin stays off."""
        self._topology = topology
        self._ports = ports
        self._webhook_secret = webhook_secret
        self._intake = topology.function("webhook-intake")
        self.clock = Clock()
        dice = random.Random()  # noqa: S311 - spreads retries, guards nothing
        routes = _routes(topology, ports)
        shelf = archive.shelf
        issuer = Issuer(clock=self.clock, shelf=shelf("identity"), url=local_url(ports.identity))
        self.identity = IdentityServer(issuer)
        self.firestore = FirestoreServer(
            clock=self.clock,
            shelf=shelf("firestore"),
            random=dice,
            indexes=topology.firestore.indexes,
        )
        self.pubsub = PubSubServer(
            clock=self.clock, shelf=shelf("pubsub"), random=dice, routes=routes, issuer=issuer
        )
        self.tasks = TasksServer(
            clock=self.clock, shelf=shelf("tasks"), random=dice, routes=routes, issuer=issuer
        )
        self.scheduler = SchedulerJobs(clock=self.clock, routes=routes, issuer=issuer)
        self.storage = StorageServer(clock=self.clock, shelf=shelf("storage"), random=dice)
        self.ses = SesServer(
            clock=self.clock,
            shelf=shelf("ses"),
            routes=routes,
            topic_arn=self._intake.environment["SES_TOPIC_ARNS"].split(",")[0],
            event_urls=[f"{self._intake.uri}/webhooks/ses"],
        )
        self.twin = TwinServer(clock=self.clock, shelf=shelf("stripe"), random=dice, routes=routes)
        self.console = ConsoleServer(
            checkout_url=local_url(ports.functions["checkout"]),
            outbox_url=local_url(ports.mail),
            links=self._links(),
        )

    async def start(self) -> None:
        """Listen on every port; `OSError` or `RuntimeError` when one is taken."""
        await self._provision()
        ports = self._ports
        await asyncio.gather(
            self.identity.start(ports.identity),
            self.firestore.start(ports.firestore),
            self.storage.start(ports.storage),
            self.ses.start(ports.mail),
            self.console.start(ports.shop),
        )
        # Those that send come last: what they send to needs the others.
        if self._webhook_secret:
            await self.twin.start(ports.stripe)
        await self.pubsub.start(ports.pubsub, ports.pubsub_rest)
        await self.tasks.start(ports.tasks)
        await self.scheduler.start()

    async def stop(self) -> None:
        """Stop sending, then stop listening."""
        await asyncio.gather(self.scheduler.stop(), self.tasks.stop(), self.pubsub.stop())
        if self._webhook_secret:
            await self.twin.stop()
        await asyncio.gather(
            self.console.stop(),
            self.ses.stop(),
            self.storage.stop(),
            self.firestore.stop(),
            self.identity.stop(),
        )

    async def _provision(self) -> None:
        topology = self._topology
        await self.pubsub.provision(topology)
        await self.tasks.provision(topology)
        await self.storage.provision(topology)
        self.scheduler.provision(topology)
        mailer = topology.function("receipt-mailer").environment
        self.ses.provision_identities([parseaddr(mailer["MAIL_FROM"])[1]])
        self.ses.provision_configuration_sets([mailer["SES_CONFIGURATION_SET"]])
        if self._webhook_secret:
            self.twin.add_webhook_endpoint(
                f"{self._intake.uri}/webhooks/stripe",
                self._webhook_secret,
                topology.stripe_events,
            )

    def _links(self) -> dict[str, str]:
        """What the foot of every page of the shop leads to."""
        links = {"Mail, as JSON": f"{local_url(self._ports.mail)}/_outbox/messages"}
        if self._webhook_secret:
            links["Stripe twin"] = f"{local_url(self._ports.stripe)}/_twin/state"
        return links


def _routes(topology: Topology, ports: Ports) -> Routes:
    hosts = {
        urlsplit(function.uri).hostname or "": ports.functions[function.name]
        for function in topology.functions
    }
    return Routes(hosts)
