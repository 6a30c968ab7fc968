"""Going on where an earlier stream ended."""

from __future__ import annotations

from enum import Enum, auto
from typing import Protocol

from emulators.firestore.storage.instants import Micros, exact_micros_of, micros_of
from emulators.firestore.watching.target import Target
from emulators.firestore.wire import Document, Request
from emulators.google_apis.refused import Refused

_TOKEN_BYTES = 8


class Resumable(Target, Protocol):
    def results(self, at: Micros | None = None) -> list[Document]:
        """What belongs to the target now, or belonged to it at a past instant."""


class Beginning(Enum):
    """What the client has to be told before the first changes of a target."""

    PLAIN = auto()
    RESET = auto()
    """Forget what an earlier stream said."""
    COUNTED = auto()
    """Check against an existence filter: some changes may be missing."""


def token_of(at: Micros) -> bytes:
    return at.to_bytes(_TOKEN_BYTES, "big")


def resume(target: Resumable, message: Request) -> Beginning:
    """Bring `target` to what the client knows of it; `message` is the Target it sent."""
    kind = message.WhichOneof("resume_type")
    if kind == "read_time":
        target.assume(target.results(exact_micros_of(message.read_time)))
    elif kind == "resume_token":
        return _resume_from_token(target, message)
    return Beginning.PLAIN


def _resume_from_token(target: Resumable, message: Request) -> Beginning:
    if len(message.resume_token) != _TOKEN_BYTES:
        return Beginning.RESET
    at = Micros(int.from_bytes(message.resume_token, "big"))
    can_be_counted = message.HasField("expected_count")
    try:
        target.assume(target.results(at))
    except Refused:  # older than what is kept of the past
        if not can_be_counted:
            return Beginning.RESET
        unchanged = [each for each in target.results() if micros_of(each.update_time) <= at]
        target.assume(unchanged)
        return Beginning.COUNTED
    if can_be_counted and message.expected_count.value != target.count:
        return Beginning.COUNTED
    return Beginning.PLAIN
