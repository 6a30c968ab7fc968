"""A story as lines on a screen: when, how long since the start, what, and because of what."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

from rich.text import Text

from shared.usecases.explain_order import Line, Story

_SECONDS_FROM_MS = 100_000  # from here on, milliseconds tell nobody anything
_INDENT = " " * 39


def lines_of(story: Story) -> Iterator[Text]:
    yield Text.assemble((story.order_id, "bold"), f" is {story.status}")
    yield Text(f"trace {story.trace_id}", "dim")
    yield Text("")
    for line in story.lines:
        yield Text.assemble(
            (f"{_span(since_start_ms(story, line)):>12}", "cyan"),
            (f"  {_instant(line.at)}  ", "dim"),
            line.what,
        )
        ids = f"  ({', '.join(ids_of(line))})" if ids_of(line) else ""
        yield Text(f"{_INDENT}← {line.why}{ids}", "dim")


def json_of(story: Story) -> dict[str, Any]:
    return {
        "order_id": story.order_id,
        "status": story.status,
        "trace_id": story.trace_id,
        "lines": [
            {
                "at": line.at.isoformat().replace("+00:00", "Z"),
                "since_start_ms": since_start_ms(story, line),
                "what": line.what,
                "why": line.why,
                "ids": ids_of(line),
            }
            for line in story.lines
        ],
    }


def since_start_ms(story: Story, line: Line) -> int:
    return round((line.at - story.lines[0].at) / timedelta(milliseconds=1))


def ids_of(line: Line) -> list[str]:
    return [one for one in line.ids if one]


def _span(ms: int) -> str:
    return f"{ms:,} ms" if ms < _SECONDS_FROM_MS else f"{ms / 1000:,.0f} s"


def _instant(at: datetime) -> str:
    return at.strftime("%Y-%m-%d %H:%M:%S.") + f"{at.microsecond // 1000:03d}"
