"""How much may be sent: so many recipients in any 24 hours, and so many in a second.

https://docs.aws.amazon.com/ses/latest/dg/manage-sending-quotas.html
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from http import HTTPStatus

from emulators.clock.clock import Clock
from emulators.ses.refused import Refused

_DAY = timedelta(hours=24)


@dataclass(frozen=True, slots=True)
class Allowance:
    """In recipients, as SES counts."""

    in_a_day_max: int
    in_a_second_max: float


IN_SANDBOX = Allowance(200, 1)


class Quota:
    """A bucket that holds one second's worth.

    Whoever finds a drop in it may take it below zero: SES lets a message with many recipients
    go, and refuses until it is made up for.
    """

    def __init__(self, clock: Clock, sent: Iterable[tuple[datetime, int]]) -> None:
        """`sent` are the messages before, oldest first, with the number of their recipients."""
        self._clock = clock
        self._sent = deque(sent)
        self._left = 0.0
        self._filled_at = clock.now() - _DAY

    def sent_in_a_day(self) -> int:
        since = self._clock.now() - _DAY
        while self._sent and self._sent[0][0] <= since:
            self._sent.popleft()
        return sum(count for _, count in self._sent)

    def check(self, allowed: Allowance) -> None:
        """`Refused` if no more may be sent now."""
        if self.sent_in_a_day() >= allowed.in_a_day_max:
            raise _too_many("Daily message quota exceeded.")
        self._fill(allowed)
        if self._left < 1:
            raise _too_many("Maximum sending rate exceeded.")

    def take(self, recipients: int, real: int) -> None:
        """Those of the mailbox simulator are not `real`: they count for the second only."""
        self._left -= recipients
        if real:
            self._sent.append((self._clock.now(), real))

    def _fill(self, allowed: Allowance) -> None:
        now = self._clock.now()
        gained = max(0.0, (now - self._filled_at).total_seconds()) * allowed.in_a_second_max
        self._left = min(max(1.0, allowed.in_a_second_max), self._left + gained)
        self._filled_at = now


def _too_many(text: str) -> Refused:
    return Refused("TooManyRequestsException", text, HTTPStatus.TOO_MANY_REQUESTS)
