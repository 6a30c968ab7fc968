"""The log files of the programs, read on from where they were read last."""

from __future__ import annotations

import json
from collections import defaultdict, deque
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

LINES_MAX = 5_000  # kept of each program
_CHUNK_BYTES_MAX = 4 * 1024 * 1024
_ALARMING = {"ERROR", "CRITICAL", "ALERT", "EMERGENCY"}


@dataclass(frozen=True, slots=True)
class LogLine:
    program: str
    at: datetime
    severity: str
    message: str
    text: bytes
    """The whole line as it was written."""

    @property
    def is_alarm(self) -> bool:
        return self.severity in _ALARMING

    @property
    def fields(self) -> dict[str, Any]:
        """Empty for a line that is no JSON object."""
        return _record(self.text) or {}


class LogFiles:
    """Without a folder there are none."""

    def __init__(self, folder: Path | None) -> None:
        self._folder = folder
        self._read: dict[Path, int] = {}
        self.lines: defaultdict[str, deque[LogLine]] = defaultdict(lambda: deque(maxlen=LINES_MAX))

    def programs(self) -> list[str]:
        return sorted(path.stem for path in self._paths())

    def sizes(self) -> tuple[int, ...]:
        """Of the files, in bytes: other ones say that there is something to read."""
        return tuple(path.stat().st_size for path in self._paths())

    def read_on(self) -> list[LogLine]:
        """The lines that have come since the last time."""
        new: list[LogLine] = []
        for path in self._paths():
            for line in self._new_lines(path):
                self.lines[path.stem].append(line)
                new.append(line)
        return new

    def _paths(self) -> list[Path]:
        return sorted(self._folder.glob("*.log")) if self._folder else []

    def _new_lines(self, path: Path) -> Iterator[LogLine]:
        start, size = self._read.get(path, 0), path.stat().st_size
        if size < start:  # the program's file was begun anew
            start = 0
        if size == start:
            return
        with path.open("rb") as file:
            file.seek(start)
            chunk = file.read(_CHUNK_BYTES_MAX)
        whole = chunk[: chunk.rfind(b"\n") + 1]
        self._read[path] = start + len(whole)
        at = datetime.now(UTC)
        for text in whole.splitlines():
            line = _line(path.stem, text, at)
            at = line.at
            yield line


def _line(program: str, text: bytes, at: datetime) -> LogLine:
    """`at` is for lines that do not say when they were written, such as those of a traceback."""
    record = _record(text)
    if record is None:
        return LogLine(program, at, "", text.decode("utf-8", "replace"), text)
    severity, message = str(record.get("severity", "")), str(record.get("message", ""))
    return LogLine(program, _instant(record.get("time"), at), severity, message, text)


def _instant(written: object, otherwise: datetime) -> datetime:
    try:
        at = datetime.fromisoformat(str(written))
    except ValueError:
        return otherwise
    return at if at.tzinfo else at.replace(tzinfo=UTC)


def _record(text: bytes) -> dict[str, Any] | None:
    if not text.startswith(b"{"):
        return None
    try:
        record = json.loads(text)
    except ValueError:
        return None
    return record if isinstance(record, dict) else None
