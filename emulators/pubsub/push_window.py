"""How many pushes of one subscription are under way at once."""

from __future__ import annotations

START = 16
LIMIT = 256


class PushWindow:
    """Slow start: every acknowledgement opens the window by one, every failure halves it.

    It never closes below where it started: on one machine a dead endpoint is held off by the
    back-off of each message, and a good neighbour of a bad message should not wait for it.
    """

    def __init__(self) -> None:
        self.size = START

    def acknowledged(self) -> None:
        self.size = min(LIMIT, self.size + 1)

    def failed(self) -> None:
        self.size = max(START, self.size // 2)
