"""Where a service's deliveries leave, so that faults and a walking clock can meet them."""

from __future__ import annotations

import asyncio
import time
from base64 import urlsafe_b64encode
from collections.abc import Mapping
from urllib.parse import urlsplit, urlunsplit
from weakref import WeakKeyDictionary

from emulators.control.faults.detour import Detour
from emulators.control.faults.registry import Faults
from emulators.iam.invokers import Invokers
from emulators.topology import Routes

RECENT_SECONDS = 2.0


class Departures(Routes):
    """Dials straight through, unless there is a reason for a detour."""

    def __init__(
        self,
        local_ports: dict[str, int],
        *,
        service: str,
        faults: Faults,
        detour: Detour,
        invokers: Invokers | None = None,
    ) -> None:
        """Without `invokers` everybody may call every function."""
        super().__init__(local_ports)
        self._invokers = invokers
        self._service = service
        self._faults = faults
        self._detour = detour
        self._recent: WeakKeyDictionary[asyncio.Task[object], float] = WeakKeyDictionary()

    def dial(self, url: str, headers: Mapping[str, str] | None = None) -> str:
        direct = super().dial(url)
        if headers is not None and self._invokers is not None:
            direct = self._invokers.refusal(url, headers, self._service) or direct
        if self._faults.deliveries or self._faults.clock.is_walking:
            return self._by_detour(direct)
        task = asyncio.current_task()
        if task is not None:
            self._recent[task] = time.monotonic()
        return direct

    async def wait_for_recent(self) -> None:
        """Return when those who dialled lately have finished, or need longer than others do."""
        since = time.monotonic() - RECENT_SECONDS
        recent = {task for task, dialled_at in self._recent.items() if dialled_at > since}
        if recent:
            await asyncio.wait(recent, timeout=RECENT_SECONDS)

    def _by_detour(self, url: str) -> str:
        """The origin goes into the path; the rest of the address stays as it is."""
        parts = urlsplit(url)
        origin = urlsafe_b64encode(f"{parts.scheme}://{parts.netloc}".encode()).decode()
        rest = urlunsplit(("", "", parts.path or "/", parts.query, ""))
        ticket = self._detour.expect()
        return f"{self._detour.url}/{self._service}/{ticket}/{origin}{rest}"
