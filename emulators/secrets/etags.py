"""Etags: a new one for every change, and none that is not current will do."""

from __future__ import annotations

from random import Random

from emulators.google_apis.refused import failed_precondition
from emulators.secrets.messages import Message

_BITS = 52


class Etags:
    def __init__(self, random: Random) -> None:
        self._random = random

    def renew(self, message: Message) -> None:
        """Give a secret or a version an etag; its quotes are part of it."""
        message.etag = f'"{self._random.getrandbits(_BITS):x}"'


def check_etag(asked: str, current: Message) -> None:
    """A caller that names no etag does not care."""
    if asked and asked != current.etag:
        raise failed_precondition(
            f"The provided etag {asked} does not match the etag {current.etag} "
            f"of [{current.name}]. Read it again before you change it."
        )
