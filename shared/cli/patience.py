"""Asking again, politely: the same request with the same key, until an answer or the deadline."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from http import HTTPStatus
from threading import Event

from shared.cli.http_call import Answer, Call, CallFailed, NoAnswer, send

RECONNECT_SECONDS = 0.1  # a function that is being restarted is back within seconds

TRY_AGAIN = frozenset(
    {HTTPStatus.CONFLICT, HTTPStatus.TOO_MANY_REQUESTS, HTTPStatus.SERVICE_UNAVAILABLE}
)


class Stopped(Exception):
    """Somebody pressed Ctrl-C."""


class Bell:
    """A pause that ends at once when the command is being stopped."""

    def __init__(self) -> None:
        self._rung = Event()

    def ring(self) -> None:
        self._rung.set()

    def wait(self, seconds: float) -> None:
        if self._rung.wait(seconds):
            raise Stopped


@dataclass(frozen=True, slots=True)
class Patience:
    seconds: float
    wait: Callable[[float], None]
    monotonic: Callable[[], float] = time.monotonic

    def ask(self, call: Call) -> Answer:
        """An answer that is not "try again"; `CallFailed` once patience has run out.

        Only for requests that may be repeated: reads, and writes that carry their own key.
        """
        give_up_at = self.monotonic() + self.seconds
        while True:
            try:
                answer = send(call)
            except NoAnswer as error:
                reason, pause = str(error), RECONNECT_SECONDS
            else:
                if answer.status not in TRY_AGAIN:
                    return answer
                reason, pause = f"{call}: answer {answer.status}", answer.retry_after_seconds
            if self.monotonic() + pause > give_up_at:
                raise CallFailed(f"{reason}, for {self.seconds:g} s (see --patience)")
            self.wait(pause)
