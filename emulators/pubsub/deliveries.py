"""Everything that goes out by itself: pushes and exports."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from emulators.pubsub.exports.exporters import Exporters
from emulators.pubsub.pushers import Pushers
from emulators.pubsub.subscription import Subscription


class Deliveries:
    def __init__(self, pushers: Pushers, exporters: Exporters) -> None:
        self._pushers = pushers
        self._exporters = exporters
        self._open: set[Subscription] = set()
        self._started = False

    def open(self, subscription: Subscription) -> None:
        """Deliver for this subscription, at once or from `start` on."""
        self._open.add(subscription)
        self._pushers.open(subscription)
        if self._started:
            self._exporters.open(subscription)

    def fit(self, subscription: Subscription) -> None:
        """Follow a change of the configuration; a push configuration is looked at every time."""
        if self._started:
            self._exporters.close(subscription)
            self._exporters.open(subscription)

    def close(self, subscription: Subscription) -> None:
        self._open.discard(subscription)
        self._pushers.close(subscription)
        self._exporters.close(subscription)

    def start(self, topic: Callable[[str], Any]) -> None:
        """`topic` finds the specification of one by its name, or None."""
        self._started = True
        self._pushers.start()
        self._exporters.start(topic)
        for subscription in self._open:
            self._exporters.open(subscription)

    async def stop(self) -> None:
        await self._exporters.stop()
        await self._pushers.stop()

    def require_reachable(self, spec: Any, topic: Any) -> None:
        self._exporters.require_reachable(spec, topic)
