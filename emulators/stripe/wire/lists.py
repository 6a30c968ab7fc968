"""Lists: filters, cursors and pages, newest first."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from operator import ge, gt, le, lt

from emulators.stripe.store import JsonObject
from emulators.stripe.wire import errors
from emulators.stripe.wire.params import Fields, Kind
from emulators.stripe.wire.values import Raw, Text, Whole

LIMIT_DEFAULT = 10
LIMIT_MAX = 100

_BOUNDS = Fields({"gt": Whole(), "gte": Whole(), "lt": Whole(), "lte": Whole()})


@dataclass(frozen=True, slots=True)
class Period:
    """`created=1700000000` or `created[gte]=...&created[lt]=...`: reads to bounds."""

    def read(self, raw: Raw, at: str) -> JsonObject:
        if isinstance(raw, str):
            second = Whole().read(raw, at)
            return {"gte": second, "lte": second}
        return _BOUNDS.read(raw, at) or {}


PAGE: dict[str, Kind] = {
    "limit": Whole(1, LIMIT_MAX),
    "starting_after": Text(),
    "ending_before": Text(),
}
CREATED_PAGE: dict[str, Kind] = {**PAGE, "created": Period()}


def within(created: int, period: JsonObject | None) -> bool:
    holds = {"gt": gt, "gte": ge, "lt": lt, "lte": le}
    return all(holds[name](created, bound) for name, bound in (period or {}).items())


def where(rows: Iterable[JsonObject], params: JsonObject, *equal: str) -> Iterator[JsonObject]:
    """The rows within `created` that equal the parameters named in `equal`, where given."""
    wanted = {name: params[name] for name in equal if name in params}
    return (
        row
        for row in rows
        if within(row["created"], params.get("created"))
        and all(row[name] == value for name, value in wanted.items())
    )


def page(rows: Iterable[JsonObject], params: JsonObject, url: str) -> JsonObject:
    """`rows` newest first, cut to one page; those beyond it are not looked at."""
    if "starting_after" in params and "ending_before" in params:
        raise errors.exclusive("starting_after", "ending_before")
    limit, rest = params.get("limit", LIMIT_DEFAULT), iter(rows)
    if "ending_before" in params:
        newer = _until(params["ending_before"], rest, "ending_before")
        return listed(newer[-limit:], url, has_more=len(newer) > limit)
    if "starting_after" in params:
        _until(params["starting_after"], rest, "starting_after")
    found = list(islice(rest, limit + 1))
    return listed(found[:limit], url, has_more=len(found) > limit)


def listed(rows: Sequence[JsonObject], url: str, *, has_more: bool) -> JsonObject:
    return {"object": "list", "data": list(rows), "has_more": has_more, "url": url}


def _until(cursor: str, rows: Iterator[JsonObject], param: str) -> list[JsonObject]:
    """The rows before the one that `cursor` names, which is passed, too."""
    passed: list[JsonObject] = []
    for row in rows:
        if row["id"] == cursor:
            return passed
        passed.append(row)
    raise errors.no_such("object", cursor, param, 400)
