"""A shelf in memory that tells what is taken off it, as it goes."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from datetime import UTC, datetime
from functools import cache

from emulators.ses.sns.signing import SigningKey


class WatchedShelf:
    """Starts with a signing key on it, as after a first run: making one takes a while."""

    def __init__(self) -> None:
        self.held: dict[str, bytes] = {"signing-key": _signing_key()}
        self.deleted: asyncio.Queue[str] = asyncio.Queue()

    def put(self, key: str, value: bytes) -> None:
        self.held[key] = value

    def delete(self, key: str) -> None:
        del self.held[key]
        self.deleted.put_nowait(key)

    def items(self, prefix: str = "") -> Iterator[tuple[str, bytes]]:
        return iter([item for item in self.held.items() if item[0].startswith(prefix)])


@cache
def _signing_key() -> bytes:
    return SigningKey.generate(datetime(2026, 11, 22, tzinfo=UTC)).to_pem()
