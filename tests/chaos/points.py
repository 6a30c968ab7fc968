"""Where a fault can strike in one sale, and how."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from tests.chaos.faults import IMPOSSIBLE, Mode

LISTED = Path(__file__).with_name("paid_path.txt")
"""The port calls of one sale, in order. A new call fails the build until it is listed here."""

CALLS = LISTED.read_text(encoding="utf-8").splitlines() if LISTED.exists() else []


def modes_of(call: str) -> list[Mode]:
    port = call.partition(": ")[2].partition(".")[0]
    return [mode for mode in Mode if mode not in IMPOSSIBLE.get(port, ())]


def points_of(calls: Sequence[str]) -> Iterator[tuple[int, Mode]]:
    for index, call in enumerate(calls):
        for mode in modes_of(call):
            yield index, mode
