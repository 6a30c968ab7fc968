"""What a program prints: every byte into its file, every whole line to whoever listens."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Callable
from pathlib import Path

_CHUNK = 65_536
_LINE_MAX = 1_048_576


class ProgramLog:
    """Outlives the program, so that one which starts again goes on in the same file."""

    def __init__(self, path: Path, on_line: Callable[[bytes], None]) -> None:
        """Begin the file anew. Call it on the event loop."""
        self.path = path
        self._file = path.open("wb", buffering=0)
        self._on_line = on_line
        self._rest = b""
        self._input, self.output = os.pipe()  # `output` is for the program's standard output
        os.set_blocking(self._input, False)
        asyncio.get_running_loop().add_reader(self._input, self._read)

    def close(self) -> None:
        """Read what is left. The program has ended by now."""
        asyncio.get_running_loop().remove_reader(self._input)
        os.close(self.output)
        while self._read():
            pass
        os.close(self._input)
        self._file.close()

    def _read(self) -> bool:
        """Whether there was anything to read."""
        try:
            chunk = os.read(self._input, _CHUNK)
        except BlockingIOError:
            return False
        self._file.write(chunk)
        *lines, self._rest = (self._rest + chunk).split(b"\n")
        self._rest = self._rest[:_LINE_MAX]
        for line in lines:
            self._on_line(line)
        return bool(chunk)
