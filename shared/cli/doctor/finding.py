"""What the doctor found, and what to do about it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Severity(StrEnum):
    BROKEN = "broken"  # something does not work, or will not when it is needed
    RISK = "risk"  # it works, and will hurt one day
    UNSEEN = "unseen"  # the doctor could not look


@dataclass(frozen=True, slots=True)
class Finding:
    id: str  # stable: to be searched for
    severity: Severity
    what: str  # a sentence that names the thing
    fix: str  # what to do, a command where there is one


def broken(id_: str, what: str, fix: str) -> Finding:
    return Finding(id_, Severity.BROKEN, what, fix)


def risk(id_: str, what: str, fix: str) -> Finding:
    return Finding(id_, Severity.RISK, what, fix)


def unseen(id_: str, what: str, fix: str) -> Finding:
    return Finding(id_, Severity.UNSEEN, what, fix)
