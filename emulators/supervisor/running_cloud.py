"""Running the local cloud until a signal ends it."""

from __future__ import annotations

import argparse
import asyncio
import gc
import json
import logging
import os
import signal
from pathlib import Path

from emulators.archives.kept import Kept
from emulators.archives.lasting import Lasting
from emulators.archives.snapshot import Restorable
from emulators.clock.clock import Clock
from emulators.clock.clock_file import ClockFile
from emulators.cloud.local_cloud import LocalCloud
from emulators.control.followers import Followers
from emulators.supervisor import clock_channels
from emulators.supervisor.json_lines import CLOUD_READY
from emulators.supervisor.ports import Ports
from emulators.topology import Topology

STOPPED_WITHIN_SECONDS = 0.8

log = logging.getLogger("emulators")


async def run(arguments: argparse.Namespace) -> None:
    stop = asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    archive: Restorable = Lasting(arguments.archive) if arguments.archive else Kept()
    topology = Topology.load()
    names = [function.name for function in topology.functions]
    try:
        cloud = _kind(google=arguments.google)(
            topology=topology,
            ports=Ports.above(arguments.base_port, names),
            archive=archive,
            webhook_secret=os.environ.get("STRIPE_WEBHOOK_SECRET", ""),
            secrets=_secrets(arguments.secrets),
            clock=_clock(arguments.clock),
            followers=Followers(clock_channels.read(arguments.clock_channels)),
            logs=arguments.logs,
        )
        await _serve(cloud, stop)
    finally:
        archive.close()


def _kind(*, google: bool) -> type[LocalCloud]:
    if not google:
        return LocalCloud
    from emulators.google.cloud import GoogleCloud  # noqa: PLC0415 - loads two clients more

    return GoogleCloud


def _clock(path: Path | None) -> Clock:
    """The clock goes on where the file says that it was left."""
    if path is None:
        return Clock()
    file = ClockFile(path)
    return Clock(file.read(), file.write)


def _secrets(path: Path | None) -> dict[str, str]:
    secrets: dict[str, str] = json.loads(path.read_text("utf-8")) if path else {}
    return secrets


async def _serve(cloud: LocalCloud, stop: asyncio.Event) -> None:
    await cloud.start()
    gc.freeze()  # all that was imported stays: no collection need look at it again
    gc.enable()
    log.info(CLOUD_READY)
    await stop.wait()
    try:
        async with asyncio.timeout(STOPPED_WITHIN_SECONDS):
            await cloud.stop()
    except TimeoutError:
        log.warning("some connections had to be cut off")
