"""A whole deployment on the local cloud, for the doctor to look at and for seeds to spoil."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from datetime import datetime
from pathlib import Path

from emulators.clock.clock import Clock
from emulators.clock.timeline import Timeline
from emulators.cloud.assembly import Assembly
from emulators.cloud.service import Running, Service, start_all, stop_all
from emulators.cloud.surroundings import Surroundings
from emulators.control.faults.detour import Detour
from emulators.control.faults.fault import Error
from emulators.control.faults.registry import Faults
from emulators.shelf import Shelf
from emulators.supervisor.claim import claim_ports
from emulators.topology import SNAPSHOT, Topology
from shared.adapters.world import utc_now
from shared.cli.doctor.addresses import Addresses
from shared.cli.doctor.all_checks import all_checks
from shared.cli.doctor.clients import Clients
from shared.cli.doctor.deployment import Deployment
from shared.cli.doctor.diagnosis import Diagnosis
from shared.cli.doctor.examination import examine
from shared.cli.doctor.local_clients import local_clients
from shared.cli.doctor.wiring_file import read_wiring
from tests.emulators.kept_shelf import KeptShelf
from tests.emulators.loop_thread import LoopThread

TOPOLOGY = Topology.load()
WIRING = read_wiring(SNAPSHOT)
PROJECT = f"projects/{TOPOLOGY.project}"
LOCATION = f"{PROJECT}/locations/{TOPOLOGY.region}"
INTAKE = TOPOLOGY.function("webhook-intake").uri
SECRETS = {
    "order-token-keys": "k" * 43,
    "ses-access-key-id": "AKIALOCAL",
    "ses-secret-access-key": "local-secret-access-key",
    "stripe-api-key": "sk_test_0123456789abcdef",
    "stripe-webhook-secrets": "whsec_0123456789abcdef",
}


STACK = Addresses(
    firestore="",
    pubsub="",
    tasks="",
    tasks_rest="http://tasks",
    scheduler="",
    scheduler_rest="http://scheduler",
    secrets="",
    storage="",
    iam="",
    outbox="",
    wiring="",
)
"""Of a laptop: what a fix may name."""


class _Archive:
    """The shelves, each as it is now and as it was when all was well."""

    def __init__(self) -> None:
        self._shelves: dict[str, KeptShelf] = {}
        self._pristine: dict[str, dict[str, bytes]] = {}

    def shelf(self, name: str) -> Shelf:
        return self._shelves.setdefault(name, KeptShelf())

    def commit(self) -> None:
        """What is put is there."""

    def close(self) -> None:
        """There is nothing to close."""

    def remember(self) -> None:
        self._pristine = {name: dict(one.values) for name, one in self._shelves.items()}

    def restore(self, name: str) -> None:
        self._shelves[name].values = dict(self._pristine[name])


class DoctorsCloud:
    def __init__(self, loop: LoopThread) -> None:
        names = [function.name for function in TOPOLOGY.functions]
        claim = claim_ports(0, names)
        claim.release()  # no function listens
        self.ports = claim.ports
        self._loop = loop
        self._archive = _Archive()
        # The clock stands still: no schedule runs by itself, whenever the tests do.
        clock = Clock(Timeline(time.time_ns(), time.time_ns(), 0))
        self._faults = Faults(clock)
        assembly = Assembly(
            topology=TOPOLOGY,
            ports=self.ports,
            archive=self._archive,
            clock=clock,
            secrets=SECRETS,
            webhook_secret=SECRETS["stripe-webhook-secrets"],
            faults=self._faults,
            detour=Detour(self._faults),
        )
        self._receivers = [self._running(one) for one in assembly.receivers()]
        self._senders = [self._running(one) for one in assembly.senders()]

    async def start(self) -> None:
        await start_all(self._receivers)
        await start_all(self._senders)
        self._archive.remember()

    async def stop(self) -> None:
        await stop_all(self._senders)
        await stop_all(self._receivers)

    def renew(self, name: str) -> None:
        """Make one service again what it was before anybody spoilt it."""
        [one] = [one for one in (*self._receivers, *self._senders) if one.service.name == name]
        self._loop.run(one.stop())
        self._archive.restore(name)
        self._loop.run(one.start())

    def description(self) -> dict[str, str]:
        """What the stack would write down of itself, as far as the doctor reads it."""
        ports = self.ports
        by_grpc = ("firestore", "pubsub", "tasks", "scheduler", "secrets")
        by_http = ("storage", "iam", "tasks_rest", "scheduler_rest")
        return {
            **{name: f"127.0.0.1:{getattr(ports, name)}" for name in by_grpc},
            **{name: f"http://127.0.0.1:{getattr(ports, name)}" for name in by_http},
            "outbox": f"http://127.0.0.1:{ports.mail}/_outbox/messages",
            "stripe_api": f"http://127.0.0.1:{ports.stripe}",
            "wiring": str(SNAPSHOT),
        }

    @contextmanager
    def clients(self) -> Iterator[Clients]:
        with ExitStack() as opened:
            yield local_clients(Addresses(**self.description()), WIRING, opened)

    def write_description(self, path: Path) -> Path:
        path.write_text(json.dumps(self.description()), encoding="utf-8")
        return path

    @contextmanager
    def refusing(self, service: str, method: str, code: str) -> Iterator[None]:
        """Every such call is answered with this status, a gRPC one by its name."""
        fault = Error(kind="error", service=service, method=method, code=code, message="No.")
        standing = self._loop.call(lambda: self._faults.add(fault))
        try:
            yield
        finally:
            self._loop.call(lambda: self._faults.remove(standing.id))

    def _running(self, service: Service) -> Running:
        return Running(service, Surroundings(service.name, self._faults, self._archive))


def examined(
    clients: Clients, now: Callable[[], datetime] = utc_now, stack: Addresses | None = STACK
) -> Diagnosis:
    return examine(all_checks(Deployment(WIRING, clients, now, stack)), lambda: 0.0)


@contextmanager
def running_cloud() -> Iterator[DoctorsCloud]:
    with LoopThread() as loop:
        cloud = loop.call(lambda: DoctorsCloud(loop))
        loop.run(cloud.start())
        try:
            yield cloud
        finally:
            loop.run(cloud.stop())
