"""Stripe's search queries: `status:'succeeded' AND -metadata["order"]:null`."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from emulators.stripe.wire import errors
from emulators.stripe.wire.errors import StripeError

CLAUSES_MAX = 10
Operator = Literal[":", "~", "=", ">", "<", ">=", "<="]

_TOKEN = re.compile(
    r"""\s*(?:
        (?P<join>AND|OR)(?=\s) |
        (?P<minus>-(?=[A-Za-z_])) |
        (?P<field>[A-Za-z_][A-Za-z0-9_.]*)
            (?:\[\s*(?P<key>"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')\s*\])?
            \s*(?P<operator>>=|<=|[:~=<>])\s*
            (?P<value>"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|[^\s"']+)
    )""",
    re.VERBOSE,
)


@dataclass(frozen=True, slots=True)
class Clause:
    field: str
    key: str | None
    """Of a field with keys: `metadata["order"]`."""
    operator: str
    value: str | None
    """None is null."""
    is_quoted: bool
    is_negated: bool


@dataclass(frozen=True, slots=True)
class Query:
    clauses: tuple[Clause, ...]
    join: Literal["AND", "OR"]


def parse(text: str) -> Query:
    """A query has up to ten clauses, joined all by AND or all by OR."""
    clauses: list[Clause] = []
    joins: set[str] = set()
    place, is_negated, expects_clause = 0, False, True
    rest = text.rstrip()
    while place < len(rest):
        match = _TOKEN.match(rest, place)
        if match is None or (match["join"] is None) != expects_clause:
            raise _unparsable(text)
        place = match.end()
        if match["join"]:
            joins.add(match["join"])
            expects_clause = True
        elif match["minus"]:
            is_negated = True
        else:
            clauses.append(_clause(match, is_negated=is_negated))
            is_negated = expects_clause = False
    if expects_clause or is_negated:
        raise _unparsable(text)
    return Query(tuple(clauses), _join(joins, len(clauses)))


def _join(joins: set[str], count: int) -> Literal["AND", "OR"]:
    if len(joins) > 1:
        raise _invalid("You cannot combine AND and OR in one search query.")
    if count > CLAUSES_MAX:
        raise _invalid(f"A search query can have up to {CLAUSES_MAX} clauses.")
    return "OR" if "OR" in joins else "AND"


def _clause(match: re.Match[str], *, is_negated: bool) -> Clause:
    value = match["value"]
    is_quoted = value[0] in "\"'"
    return Clause(
        field=match["field"],
        key=_unquoted(match["key"]) if match["key"] else None,
        operator=":" if match["operator"] == "=" else match["operator"],
        value=_unquoted(value) if is_quoted else None if value == "null" else value,
        is_quoted=is_quoted,
        is_negated=is_negated,
    )


def _unquoted(text: str) -> str:
    return re.sub(r"\\(.)", r"\1", text[1:-1])


def _unparsable(text: str) -> StripeError:
    return _invalid(f"We were unable to parse your search query: `{text}`.")


def _invalid(message: str) -> StripeError:
    return errors.invalid(message, "query")
