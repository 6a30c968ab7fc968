"""The recorded stories: `python -m tests.emulators.stripe.record [NAME...]` writes them anew.

A story is told under a clock that stands still unless the story moves it, and with a fixed seed,
so that it brings the same events with the same contents every time.
"""

from __future__ import annotations

import json
import re
import sys
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from emulators.clock.clock import Clock
from emulators.clock.timeline import Timeline
from tests.emulators.stripe.running import KEY, RunningTwin
from tests.emulators.stripe.stories import Story
from tests.emulators.stripe.told import TOLD

FOLDER = Path(__file__).with_name("recorded")
_BEGINS_AT = datetime(2026, 11, 2, 9, tzinfo=UTC)
_STRIDE = timedelta(days=10)
_ADDRESS = re.compile(r"http://127\.0\.0\.1:\d+")
_KEY_OF_A_CALL = re.compile(r'("idempotency_key": )"([^"]+)"')


def file_of(name: str) -> Path:
    return FOLDER / f"{name}.jsonl"


class _Witness(RunningTwin):
    """Sees events that a long story has left behind: Stripe shows them for thirty days."""

    def __init__(self) -> None:
        begins_ns = int(_BEGINS_AT.timestamp()) * 10**9
        super().__init__(clock=Clock(Timeline(begins_ns, time.time_ns(), 0.0)))
        self.seen: dict[str, dict[str, Any]] = {}

    def walk(self, **by: float) -> None:
        rest = timedelta(**by)
        while rest > _STRIDE:
            super().walk(days=_STRIDE.days)
            self.look()
            rest -= _STRIDE
        super().walk(seconds=rest.total_seconds())
        self.look()

    def look(self) -> None:
        for event in list(all_events(self))[::-1]:
            self.seen.setdefault(event["id"], event)


def tell(story: Story) -> list[dict[str, Any]]:
    """The events of a story, oldest first."""
    twin = _Witness()
    try:
        story(twin)
        twin.look()
    finally:
        twin.stop()
    return _without_chance(list(twin.seen.values()))


def recorded(name: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in file_of(name).read_text("utf-8").splitlines()]


def differences(was: Any, now: Any, at: str = "") -> Iterator[str]:
    """Every place where the two are not the same, as text."""
    if isinstance(was, dict) and isinstance(now, dict):
        for name in sorted({*was, *now}):
            yield from differences(was.get(name, "(none)"), now.get(name, "(none)"), f"{at}.{name}")
    elif isinstance(was, list) and isinstance(now, list) and len(was) == len(now):
        for place, (old, new) in enumerate(zip(was, now, strict=True)):
            yield from differences(old, new, f"{at}[{place}]")
    elif was != now:
        yield f"{at}: {was!r} is now {now!r}"


def all_events(twin: RunningTwin) -> Iterator[dict[str, Any]]:
    """Newest first."""
    after = ""
    while True:
        path = f"/v1/events?limit=100{after}"
        reply = twin.request("GET", path, headers={"Authorization": f"Bearer {KEY}"})
        page = json.loads(reply.text)
        yield from page["data"]
        if not page["has_more"]:
            return
        after = f"&starting_after={page['data'][-1]['id']}"


def _without_chance(events: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The port is any free one, and the SDK draws its idempotency keys itself."""
    text = _ADDRESS.sub("http://twin.example", json.dumps(events))
    keys: dict[str, str] = {}

    def numbered(match: re.Match[str]) -> str:
        return f'{match[1]}"key-{keys.setdefault(match[2], str(len(keys) + 1))}"'

    plain: list[dict[str, Any]] = json.loads(_KEY_OF_A_CALL.sub(numbered, text))
    return plain


def main(names: list[str]) -> None:
    FOLDER.mkdir(exist_ok=True)
    for name in names or TOLD:
        lines = [json.dumps(event, ensure_ascii=False) for event in tell(TOLD[name])]
        file_of(name).write_text("\n".join(lines) + "\n", "utf-8")
        sys.stdout.write(f"{name}: {len(lines)} events\n")


if __name__ == "__main__":
    main(sys.argv[1:])
