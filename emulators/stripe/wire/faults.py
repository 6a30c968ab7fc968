"""Troubles on request: answers that are errors, come late, or get lost on the way."""

from __future__ import annotations

import fnmatch
from dataclasses import dataclass, replace


@dataclass(frozen=True, slots=True)
class Fault:
    """What befalls the next `times` requests whose method and path match."""

    method: str = "*"
    path: str = "/v1/*"
    times: int = 1
    status: int | None = None
    """Answer this (4xx or 5xx) instead of carrying the request out."""
    delay_ms: int = 0
    is_lost: bool = False
    """Carry the request out, then drop the connection instead of answering."""


class Faults:
    def __init__(self) -> None:
        self._waiting: list[Fault] = []

    def add(self, fault: Fault) -> None:
        self._waiting.append(fault)

    def take(self, method: str, path: str) -> Fault | None:
        for position, fault in enumerate(self._waiting):
            matches = fnmatch.fnmatchcase(method, fault.method)
            if matches and fnmatch.fnmatchcase(path, fault.path):
                self._waiting[position : position + 1] = _rest(fault)
                return fault
        return None


def _rest(fault: Fault) -> list[Fault]:
    return [] if fault.times <= 1 else [replace(fault, times=fault.times - 1)]
