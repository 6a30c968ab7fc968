"""A shelf that outlives the server it was given to: what an archive on disk is to a restart."""

from __future__ import annotations

from collections.abc import Iterator


class KeptShelf:
    def __init__(self) -> None:
        self.values: dict[str, bytes] = {}

    def put(self, key: str, value: bytes) -> None:
        self.values[key] = value

    def delete(self, key: str) -> None:
        self.values.pop(key, None)

    def items(self, prefix: str = "") -> Iterator[tuple[str, bytes]]:
        return iter(sorted(item for item in self.values.items() if item[0].startswith(prefix)))
