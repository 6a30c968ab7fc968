"""Where a fault can strike in a story, and how."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path

from tests.chaos.faults import IMPOSSIBLE, Mode
from tests.chaos.stories import SALE
from tests.chaos.story import Story

PATHS = Path(__file__).with_name("paths")

Point = tuple[int, Mode]


@cache
def listed_calls(story: Story) -> tuple[str, ...]:
    """The story's port calls in order. A new call fails the build until it is listed."""
    path = PATHS / f"{story.name}.txt"
    return tuple(path.read_text(encoding="utf-8").splitlines()) if path.exists() else ()


def modes_of(call: str) -> list[Mode]:
    port = call.partition(": ")[2].partition(".")[0]
    return [mode for mode in Mode if mode not in IMPOSSIBLE.get(port, ())]


def points_of(calls: Sequence[str], since: int = 0) -> Iterator[Point]:
    for index in range(since, len(calls)):
        for mode in modes_of(calls[index]):
            yield index, mode


def own_points(story: Story, calls: Sequence[str]) -> list[Point]:
    """The points that the sale's own enumeration does not have already."""
    since = 0 if story is SALE else _shared(calls, listed_calls(SALE))
    return list(points_of(calls, since))


def _shared(calls: Sequence[str], others: Sequence[str]) -> int:
    """How many calls both begin with."""
    pairs = enumerate(zip(calls, others, strict=False))
    return next((index for index, (mine, its) in pairs if mine != its), len(others))
