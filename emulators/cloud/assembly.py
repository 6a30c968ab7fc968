"""How each service of the local cloud is built and provisioned, and where it listens."""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping
from email.utils import parseaddr
from urllib.parse import urlsplit

from emulators.bigquery import provisioning as bigquery
from emulators.bigquery.columns import Column
from emulators.bigquery.server import BigQueryServer
from emulators.clock.clock import Clock
from emulators.cloud.access import Access
from emulators.cloud.mail_allowance import mail_allowance
from emulators.cloud.neighbours import Neighbours
from emulators.cloud.service import Service
from emulators.control.faults.departures import Departures
from emulators.control.faults.detour import Detour
from emulators.control.faults.registry import Faults
from emulators.ecb.server import EcbServer
from emulators.firestore.indexes.definition import FieldOverride
from emulators.firestore.server import FirestoreServer
from emulators.identity.issuer import Issuer
from emulators.identity.server import IdentityServer
from emulators.pubsub.server import PubSubServer
from emulators.scheduler.server import SchedulerServer
from emulators.secrets.server import SecretsServer
from emulators.ses.server import SesServer
from emulators.shelf import Archive
from emulators.storage.server import StorageServer
from emulators.stripe.server import TwinServer
from emulators.supervisor.ports import Ports, local_url
from emulators.tasks.server import TasksServer
from emulators.topology import Topology


class Assembly:
    """Every `build` restores from the shelf, so a server can be built anew at any time."""

    def __init__(
        self,
        *,
        topology: Topology,
        ports: Ports,
        archive: Archive,
        clock: Clock,
        secrets: Mapping[str, str],
        webhook_secret: str,
        faults: Faults,
        detour: Detour,
    ) -> None:
        self.topology = topology
        self.ports = ports
        self._clock = clock
        self._shelf = archive.shelf
        self._secret_values = secrets
        self._webhook_secret = webhook_secret
        self._faults = faults
        self._detour = detour
        self._dice = random.Random()  # noqa: S311 - spreads retries, guards nothing
        self._intake = topology.function("webhook-intake")
        self.neighbours = Neighbours()
        self.issuer = self._new_issuer()
        self.access = Access(topology, ports, self.neighbours, lambda: self.issuer)
        self.departures: dict[str, Departures] = {}

    def receivers(self) -> Iterator[Service]:
        """Those that only answer."""
        yield self.access.iam(self._shelf)
        yield Service("identity", self._identity, lambda one: one.start(self.ports.identity))
        yield Service("ecb", lambda: EcbServer(self._clock), lambda one: one.start(self.ports.ecb))
        yield Service("firestore", self._firestore, self._open_firestore)
        yield Service("secrets", self._secrets, self._open_secrets)
        yield Service("bigquery", self._bigquery, self._open_bigquery)
        yield Service("storage", self._storage, self._open_storage)
        yield Service("ses", self._ses, self._open_ses)

    def senders(self) -> Iterator[Service]:
        """Those that send of their own accord: what they send to needs the others."""
        if self._webhook_secret:
            yield Service("stripe", self._stripe, self._open_stripe)
        yield Service("pubsub", self._pubsub, self._open_pubsub)
        yield Service("tasks", self._tasks, self._open_tasks)
        yield Service("scheduler", self._scheduler, self._open_scheduler)

    def routes_of(self, service: str) -> Departures:
        hosts = {
            urlsplit(function.uri).hostname or "": self.ports.functions[function.name]
            for function in self.topology.functions
        }
        routes = Departures(
            hosts,
            service=service,
            faults=self._faults,
            detour=self._detour,
            invokers=self.access.invokers,
        )
        self.departures[service] = routes
        return routes

    def _identity(self) -> IdentityServer:
        self.issuer = self._new_issuer()  # for those that are built after it, too
        return IdentityServer(self.issuer)

    def _new_issuer(self) -> Issuer:
        url = local_url(self.ports.identity)
        return Issuer(clock=self._clock, shelf=self._shelf("identity"), url=url)

    def _firestore(self) -> FirestoreServer:
        planned = self.topology.firestore
        return FirestoreServer(
            clock=self._clock,
            shelf=self._shelf("firestore"),
            random=self._dice,
            indexes=planned.indexes,
            overrides=[FieldOverride(*field) for field in planned.unindexed],
            ttl=planned.ttl,
            location=self.topology.region,
        )

    async def _open_firestore(self, server: FirestoreServer) -> None:
        await server.start(self.ports.firestore)
        await server.start_rest(self.ports.firestore_rest)

    def _secrets(self) -> SecretsServer:
        server = SecretsServer(clock=self._clock, shelf=self._shelf("secrets"), random=self._dice)
        self.neighbours.settle("secrets", server)
        return server

    async def _open_secrets(self, server: SecretsServer) -> None:
        payloads = {name: [value.encode()] for name, value in self._secret_values.items()}
        await server.provision(f"projects/{self.topology.project}", payloads)
        server.policies.grant(self.topology.grants)
        await server.start(self.ports.secrets)
        await server.start_rest(self.ports.secrets_rest)

    def _bigquery(self) -> BigQueryServer:
        server = BigQueryServer(clock=self._clock, shelf=self._shelf("bigquery"), random=self._dice)
        self.neighbours.settle("bigquery", server)
        return server

    async def _open_bigquery(self, server: BigQueryServer) -> None:
        tables = {
            table.name: [Column(name, kind) for name, kind in table.columns]
            for table in self.topology.tables
        }
        await bigquery.provision(server.warehouse, tables)
        await server.start(self.ports.bigquery)

    def _storage(self) -> StorageServer:
        server = StorageServer(
            clock=self._clock,
            shelf=self._shelf("storage"),
            random=self._dice,
            publish=self.neighbours.notify,
            accounts={function.service_account for function in self.topology.functions},
        )
        self.neighbours.settle("storage", server)
        return server

    async def _open_storage(self, server: StorageServer) -> None:
        await server.provision(self.topology)
        server.policies.grant(self.topology.grants)
        doors = self.access.storage_doors(server.http)
        await server.start(self.ports.storage)
        await doors.open()

    def _ses(self) -> SesServer:
        return SesServer(
            clock=self._clock,
            shelf=self._shelf("ses"),
            routes=self.routes_of("ses"),
            topic_arn=self._intake.environment["SES_TOPIC_ARNS"].split(",")[0],
            event_urls=[f"{self._intake.uri}/webhooks/ses"],
            allowance=mail_allowance(self.topology),
        )

    async def _open_ses(self, server: SesServer) -> None:
        mailer = self.topology.function("receipt-mailer").environment
        server.provision_identities([parseaddr(mailer["MAIL_FROM"])[1]])
        server.provision_configuration_sets([mailer["SES_CONFIGURATION_SET"]])
        await server.start(self.ports.mail)

    def _stripe(self) -> TwinServer:
        return TwinServer(
            clock=self._clock,
            shelf=self._shelf("stripe"),
            random=self._dice,
            routes=self.routes_of("stripe"),
        )

    async def _open_stripe(self, server: TwinServer) -> None:
        url = f"{self._intake.uri}/webhooks/stripe"
        server.add_webhook_endpoint(url, self._webhook_secret, self.topology.stripe_events)
        await server.start(self.ports.stripe)

    def _pubsub(self) -> PubSubServer:
        server = PubSubServer(
            clock=self._clock,
            shelf=self._shelf("pubsub"),
            random=self._dice,
            routes=self.routes_of("pubsub"),
            issuer=self.issuer,
            objects=self.neighbours,
            tables=self.neighbours,
        )
        self.neighbours.settle("pubsub", server)
        return server

    async def _open_pubsub(self, server: PubSubServer) -> None:
        await server.provision(self.topology)
        server.policies.grant(self.topology.grants)
        doors = self.access.pubsub_doors(server.http)
        await server.start(self.ports.pubsub, self.ports.pubsub_rest)
        await doors.open()

    def _tasks(self) -> TasksServer:
        server = TasksServer(
            clock=self._clock,
            shelf=self._shelf("tasks"),
            random=self._dice,
            routes=self.routes_of("tasks"),
            issuer=self.issuer,
        )
        self.neighbours.settle("tasks", server)
        return server

    async def _open_tasks(self, server: TasksServer) -> None:
        await server.provision(self.topology)
        server.policies.grant(self.topology.grants)
        await server.start(self.ports.tasks)
        await server.start_rest(self.ports.tasks_rest)

    def _scheduler(self) -> SchedulerServer:
        return SchedulerServer(
            clock=self._clock,
            shelf=self._shelf("scheduler"),
            random=self._dice,
            routes=self.routes_of("scheduler"),
            issuer=self.issuer,
            publish=self.neighbours.publish,
        )

    async def _open_scheduler(self, server: SchedulerServer) -> None:
        await server.provision(self.topology)
        await server.start(self.ports.scheduler)
        await server.start_rest(self.ports.scheduler_rest)
