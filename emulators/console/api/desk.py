"""What lies before whoever works at the console: the cloud, what it keeps, and its logs."""

from __future__ import annotations

from dataclasses import dataclass

import aiohttp

from emulators.console.following.story import Story
from emulators.console.watching.chronicle import Chronicle
from emulators.console.watching.log_files import LogFiles
from emulators.control.controlled import Controlled
from emulators.supervisor.ports import Ports
from emulators.topology import Topology


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """`http` is for what only a service's own API does."""

    cloud: Controlled
    chronicle: Chronicle
    logs: LogFiles
    story: Story
    topology: Topology
    ports: Ports
    http: aiohttp.ClientSession
