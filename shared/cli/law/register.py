"""The law as data: each rule, national system and time of keeping with its source and date."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Any, Literal

from pydantic import TypeAdapter

_FOLDER = Path(__file__).parent


class Checked(StrEnum):
    """What was read on the day of the check."""

    TEXT = "text"  # the words of the act
    SECONDARY = "secondary"  # a page of a tax office or an adviser about it
    KNOWN = "known"  # neither yet


@dataclass(frozen=True, slots=True, kw_only=True)
class Sourced:
    act: str
    article: str = ""  # where `act` does not name it
    url: str
    checked: Checked
    checked_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule(Sourced):
    group: Literal["content", "moment", "numbers", "correction", "tax", "keeping"]
    says: str
    kvitto: Literal["yes", "part", "no"]  # whether it is done
    how: str
    by: tuple[str, ...]  # the files that do it


@dataclass(frozen=True, slots=True, kw_only=True)
class Portal(Sourced):
    """A system that a state wants invoices filed with. None of them is filed with."""

    country: str  # ISO 3166-1 alpha-2, or EU
    state: str
    system: str
    since: str  # a day, "in force" or "not yet"
    wants: str
    sales: Literal["everybody", "businesses"]  # whom the sales are to
    instead: str  # what the merchant does

    @property
    def when(self) -> str:
        """As on the day of the check: `since 2019-01-01`, `from 2030-07-01`, `in force`."""
        if not self.since[:1].isdigit():
            return self.since
        is_on = date.fromisoformat(self.since) <= self.checked_on
        return f"since {self.since}" if is_on else f"from {self.since}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Retention(Sourced):
    state: str
    years: int
    counted_from: str


@cache
def rules() -> Mapping[str, Rule]:
    return TypeAdapter(dict[str, Rule]).validate_python(_read("rules"))


@cache
def portals() -> tuple[Portal, ...]:
    return TypeAdapter(tuple[Portal, ...]).validate_python(_read("portals")["portal"])


@cache
def retention() -> Mapping[str, Retention]:
    """By country."""
    return TypeAdapter(dict[str, Retention]).validate_python(_read("retention"))


def _read(name: str) -> dict[str, Any]:
    return tomllib.loads((_FOLDER / f"{name}.toml").read_text(encoding="utf-8"))
