"""Names that may not be used again yet: those of finished or deleted tasks and of queues."""

from __future__ import annotations

from datetime import timedelta

from emulators.clock.clock import Clock
from emulators.tasks.records import Records


class SpentNames:
    def __init__(self, *, clock: Clock, records: Records) -> None:
        self._clock = clock
        self._records = records
        self._until = dict(sorted(records.spent_names(), key=lambda spent: spent[1]))

    def spend(self, name: str, for_how_long: timedelta) -> None:
        self._forget_expired()
        until = self._clock.now() + for_how_long
        self._until.pop(name, None)  # so that it moves to the end
        self._until[name] = until
        self._records.save_spent_name(name, until)

    def __contains__(self, name: str) -> bool:
        until = self._until.get(name)
        return until is not None and until > self._clock.now()

    def release(self, name: str) -> None:
        if self._until.pop(name, None) is not None:
            self._records.forget_spent_name(name)

    def _forget_expired(self) -> None:
        """Clear from the oldest on; a longer period in front only delays the clearing."""
        now = self._clock.now()
        while self._until:
            name = next(iter(self._until))
            if self._until[name] > now:
                return
            self.release(name)
