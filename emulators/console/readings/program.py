"""A program's log line as a happening."""

from __future__ import annotations

from emulators.console.readings.happening import Happening, Tone
from emulators.console.watching.log_files import LogLine

_DULL = {
    *("severity", "time", "message", "logger", "stack_trace"),
    *("logging.googleapis.com/trace", "logging.googleapis.com/spanId"),
}
_SHOWN_MAX = 3
_LENGTH_MAX = 180


def read(line: LogLine) -> Happening:
    fields = [f"{name}: {value}" for name, value in line.fields.items() if name not in _DULL]
    return Happening(
        at=line.at,
        service="functions",
        tone=Tone.BAD if line.is_alarm else Tone.QUIET,
        title=f"{line.program}: {line.message[:_LENGTH_MAX]}",
        note=", ".join(fields[:_SHOWN_MAX]),
        page=f"/functions/{line.program}",
        subject=line.program,
    )
