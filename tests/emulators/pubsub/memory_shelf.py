"""A shelf that outlives the server that uses it, but not the test."""

from __future__ import annotations

from collections.abc import Iterator


class MemoryShelf:
    def __init__(self) -> None:
        self.held: dict[str, bytes] = {}

    def put(self, key: str, value: bytes) -> None:
        self.held[key] = value

    def delete(self, key: str) -> None:
        self.held.pop(key, None)

    def items(self, prefix: str = "") -> Iterator[tuple[str, bytes]]:
        return iter([item for item in self.held.items() if item[0].startswith(prefix)])
