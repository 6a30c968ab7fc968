"""The real clock and the real dice."""

from __future__ import annotations

import random
import secrets
import time
from datetime import UTC, datetime

_ALPHABET = "abcdefghijkmnpqrstuvwxyz23456789"  # 32 letters and digits that are hard to confuse
_TOKEN_LENGTH = 26  # 5 bits each: 130 bits


def utc_now() -> datetime:
    return datetime.now(UTC)


wait = time.sleep


class SystemRandomness:
    def token(self) -> str:
        return "".join(secrets.choice(_ALPHABET) for _ in range(_TOKEN_LENGTH))

    def jitter(self) -> float:
        return random.random()  # noqa: S311 - spreads retries, guards nothing
