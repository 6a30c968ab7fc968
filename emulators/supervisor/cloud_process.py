"""The process of the local cloud: `python -m emulators.supervisor.cloud_process --base-port N`.

The secret that the Stripe twin signs with comes in `STRIPE_WEBHOOK_SECRET`; without it there is
no twin.
"""

from __future__ import annotations

import argparse
import asyncio
import gc
import logging
import os
import signal
import sys
from pathlib import Path

from emulators.cloud import LocalCloud
from emulators.shelf import Archive, Forgetful, Lasting
from emulators.supervisor.json_lines import CLOUD_READY, log_as_json
from emulators.supervisor.ports import Ports
from emulators.topology import Topology

STOPPED_WITHIN_SECONDS = 0.8

log = logging.getLogger("emulators")


def main() -> int:
    parser = argparse.ArgumentParser(prog="cloud_process")
    parser.add_argument("--base-port", type=int, required=True)
    parser.add_argument("--archive", type=Path, help="the file that keeps the state; none: forget")
    arguments = parser.parse_args()
    log_as_json()
    try:
        asyncio.run(_run(arguments.base_port, arguments.archive))
    except Exception:
        log.critical("the local cloud cannot run", exc_info=True)
        return 1
    return 0


async def _run(base_port: int, archive_path: Path | None) -> None:
    stop = asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    archive: Archive = Lasting(archive_path) if archive_path else Forgetful()
    try:
        await _serve(base_port, archive, stop)
    finally:
        archive.close()


async def _serve(base_port: int, archive: Archive, stop: asyncio.Event) -> None:
    topology = Topology.load()
    cloud = LocalCloud(
        topology=topology,
        ports=Ports.above(base_port, [function.name for function in topology.functions]),
        archive=archive,
        webhook_secret=os.environ.get("STRIPE_WEBHOOK_SECRET", ""),
    )
    await cloud.start()
    gc.freeze()  # all that was imported stays: no collection need look at it again
    log.info(CLOUD_READY)
    async with asyncio.TaskGroup() as background:
        warming = background.create_task(cloud.ses.warm())
        await stop.wait()
        warming.cancel()
    try:
        async with asyncio.timeout(STOPPED_WITHIN_SECONDS):
            await cloud.stop()
    except TimeoutError:
        log.warning("some connections had to be cut off")


if __name__ == "__main__":
    sys.exit(main())
