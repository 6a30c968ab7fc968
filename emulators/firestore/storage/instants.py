"""The order of things: commit times never repeat, and nothing is written at a time already read."""

from __future__ import annotations

from typing import NewType

from emulators.clock.clock import Clock
from emulators.firestore.wire import Timestamp, make_timestamp
from emulators.google_apis.refused import invalid

Micros = NewType("Micros", int)
"""An instant: microseconds since 1970, UTC."""

_PER_SECOND = 1_000_000


def micros_of(timestamp: Timestamp) -> Micros:
    return Micros(timestamp.seconds * _PER_SECOND + timestamp.nanos // 1000)


def exact_micros_of(timestamp: Timestamp) -> Micros:
    """Of an instant that a caller gives; refuses one finer than a microsecond."""
    if timestamp.nanos % 1000:
        raise invalid("timestamp cannot have more than microseconds precision")
    return micros_of(timestamp)


def timestamp_of(at: Micros) -> Timestamp:
    seconds, micros = divmod(at, _PER_SECOND)
    return make_timestamp(seconds=seconds, nanos=micros * 1000)


class Instants:
    """Hands out read and commit times of all databases of one server."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._last = Micros(0)

    def now(self) -> Micros:
        return Micros(self._clock.time_ns() // 1000)

    def for_commit(self) -> Micros:
        """Later than every instant handed out before."""
        self._last = Micros(max(self.now(), self._last + 1))
        return self._last

    def for_read(self) -> Micros:
        """No later commit will carry this instant, so a read at it can be repeated."""
        self._last = max(self.now(), self._last)
        return self._last

    def not_before(self, at: Micros) -> None:
        """What was written in an earlier life of this server lies in the past."""
        self._last = max(self._last, at)
