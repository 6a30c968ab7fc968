"""Every emulator in one process, wired as the topology says: what the functions are deployed to."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

import aiohttp

from emulators.archives.snapshot import Restorable, Snapshot
from emulators.clock.clock import Clock
from emulators.clock.timeline import REAL, Timeline
from emulators.cloud.assembly import Assembly
from emulators.cloud.service import Running, start_all, stop_all
from emulators.cloud.surroundings import Surroundings
from emulators.console.api.desk import Desk
from emulators.console.following.story import Story
from emulators.console.server import ConsoleServer
from emulators.console.watching.chronicle import Chronicle
from emulators.console.watching.log_files import LogFiles
from emulators.console.watching.watched_archive import WatchedArchive
from emulators.control.faults.detour import Detour
from emulators.control.faults.registry import Faults
from emulators.control.followers import Followers
from emulators.control.server import ControlServer
from emulators.supervisor.ports import Ports, local_url
from emulators.topology import Topology


class LocalCloud:
    """Construct it on the event loop that it shall run in."""

    assembly: type[Assembly] = Assembly

    def __init__(
        self,
        *,
        topology: Topology,
        ports: Ports,
        archive: Restorable,
        webhook_secret: str,
        secrets: Mapping[str, str] | None = None,
        clock: Clock | None = None,
        followers: Followers | None = None,
        logs: Path | None = None,
    ) -> None:
        """Without a `webhook_secret` the Stripe twin stays off.

        `secrets` are what Secret Manager holds from the start, by their names in the topology.
        `followers` are processes that keep the time of `clock`. `logs` is the folder that the
        console reads the programs' logs from.
        """
        self.clock = clock or Clock()
        self.faults = Faults(self.clock)
        self._chronicle = Chronicle(self.clock.time_ns)
        self.archive: Restorable = WatchedArchive(archive, self._chronicle)
        self._topology = topology
        self._logs = LogFiles(logs)
        self._ports = ports
        self._followers = followers or Followers({})
        self._detour = Detour(self.faults)
        self._assembly = self.assembly(
            topology=topology,
            ports=ports,
            archive=self.archive,
            clock=self.clock,
            secrets=secrets or {},
            webhook_secret=webhook_secret,
            faults=self.faults,
            detour=self._detour,
        )
        receivers, senders = self._assembly.receivers(), self._assembly.senders()
        self._receivers = [Running(one, self._surroundings(one.name)) for one in receivers]
        self._senders = [Running(one, self._surroundings(one.name)) for one in senders]
        doors = self._assembly.access.grpc_doors(self._running)
        self._doors = Running(doors, self._surroundings("doors"))
        self.services = {one.service.name: one for one in (*self._receivers, *self._senders)}
        self._console = ConsoleServer(
            checkout_url=local_url(ports.functions["checkout"]),
            outbox_url=local_url(ports.mail),
            links=self._links(),
            desk=self._desk,
        )
        self._control = ControlServer(self)
        self._changing = asyncio.Lock()

    async def start(self) -> None:
        """Listen on every port; `OSError` or `RuntimeError` when one is taken."""
        self._followers.open()
        await self._detour.start()
        await self._start_services()
        await self._console.start(self._ports.shop)
        await self._control.start(self._ports.control)

    async def stop(self) -> None:
        """Stop sending, then stop listening."""
        await self._control.stop()
        await self._console.stop()
        await self._stop_services()
        await self._detour.stop()
        self._followers.close()

    async def restart(self, name: str) -> None:
        """End one service and start it from its shelf. `LookupError` for one that is not there."""
        if name not in self.services:
            raise LookupError(f"there is no service {name}")
        async with self._changing:
            await self._doors.stop()  # whoever is inside is cut off
            await self.services[name].restart()
            await self._doors.start()

    async def restore(self, name: str) -> Snapshot:
        """Go back to a snapshot: `LookupError` if there is none of that name."""
        async with self._changing:
            if name not in {snapshot.name for snapshot in self.archive.snapshots()}:
                raise LookupError(f"there is no snapshot {name}")
            await self._wait_for_recent()
            await self._stop_services()
            snapshot = self.archive.restore(name)
            if self.clock.timeline != snapshot.timeline:
                await self._can_move()
                self.clock.follow(snapshot.timeline)
            await self._start_services()
            return snapshot

    async def walk_to(self, when: datetime) -> int:
        """Let the time until `when` pass, here and in the functions; the number of timers."""
        async with self._changing:
            await self._can_move()
            await self._wait_for_recent()
            return await self.clock.walk_to(when)

    async def follow(self, change: Callable[[Timeline], Timeline]) -> None:
        """Change the timeline at once, here and in the functions."""
        async with self._changing:
            await self._can_move()
            self.clock.follow(change(self.clock.timeline))

    async def _can_move(self) -> None:
        """See to it that everybody looks at this clock instead of the machine's."""
        if self.clock.timeline == REAL:
            self.clock.run_at(1)  # no other time, but not the machine's own any more
            self._followers.forget()
        await self._followers.follow()

    async def _wait_for_recent(self) -> None:
        departures = self._assembly.departures.values()
        await asyncio.gather(*(one.wait_for_recent() for one in departures))

    async def _start_services(self) -> None:
        await start_all(self._receivers)
        await self._doors.start()
        await start_all(self._senders)

    async def _stop_services(self) -> None:
        await stop_all(self._senders)
        await self._doors.stop()
        await stop_all(self._receivers)

    def _running(self, service: str) -> Any:
        return self.services[service].server

    def _surroundings(self, service: str) -> Surroundings:
        return Surroundings(service, self.faults, self.archive)

    def _desk(self, http: aiohttp.ClientSession) -> Desk:
        return Desk(
            cloud=self,
            chronicle=self._chronicle,
            logs=self._logs,
            story=Story(self._chronicle, self._logs),
            topology=self._topology,
            ports=self._ports,
            http=http,
        )

    def _links(self) -> dict[str, str]:
        """What the foot of every page of the shop leads to."""
        outbox = f"{local_url(self._ports.mail)}/_outbox/messages"
        links = {"Console": "/console", "Mail, as JSON": outbox}
        if "stripe" in self.services:
            links["Stripe twin"] = f"{local_url(self._ports.stripe)}/_twin/state"
        links["Control"] = f"{local_url(self._ports.control)}/v1/state"
        return links
