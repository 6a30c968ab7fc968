"""What the objects hold: small content in memory, large content in a file."""

from __future__ import annotations

from emulators.archives.spill import Spill, Spilt

IN_MEMORY_BYTES_MAX = 4096


class Contents:
    """By generation."""

    def __init__(self) -> None:
        self._contents: dict[int, bytes | Spilt] = {}
        self._spill = Spill()

    def put(self, generation: int, content: bytes) -> None:
        is_large = len(content) > IN_MEMORY_BYTES_MAX
        self._contents[generation] = self._spill.put(content) if is_large else content

    def get(self, generation: int) -> bytes:
        content = self._contents[generation]
        return self._spill.get(content) if isinstance(content, Spilt) else content

    def drop(self, generation: int) -> None:
        del self._contents[generation]
