"""The end of what nobody uses any more."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

from emulators.clock.clock import Clock

KEPT_EVERY = timedelta(hours=1)
# How old the instant of the last use on the shelf may be: a restart costs at most that much.


class Expiry:
    """Watches over one subscription; idle while its policy says that it never expires."""

    def __init__(
        self,
        clock: Clock,
        *,
        last_used_at: datetime,
        keep: Callable[[datetime], None],
        expire: Callable[[], None],
    ) -> None:
        """`keep` writes down the instant of the last use, once in a while."""
        self._clock = clock
        self._last_used_at = self._kept_at = last_used_at
        self._keep = keep
        self._expire = expire
        self._ttl: timedelta | None = None
        self._cancel_timer: Callable[[], None] = lambda: None

    def used(self) -> None:
        self._last_used_at = self._clock.now()
        if self._last_used_at - self._kept_at >= KEPT_EVERY:
            self._kept_at = self._last_used_at
            self._keep(self._kept_at)

    def after(self, ttl: timedelta | None) -> None:
        """Set how long nobody may use it; None for ever."""
        self._cancel_timer()
        self._ttl = ttl
        if ttl:
            self._cancel_timer = self._clock.call_at(self._last_used_at + ttl, self._look)

    def cancel(self) -> None:
        self.after(None)

    def _look(self) -> None:
        if self._ttl and self._last_used_at + self._ttl <= self._clock.now():
            self._expire()
        else:
            self.after(self._ttl)
