"""The `where` of a query: conditions under AND and OR."""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol

from emulators.firestore.queries.conditions import Condition, Spans
from emulators.firestore.queries.field_filters import field_condition, unary_condition
from emulators.firestore.wire import CompositeOperator, Document, Filter
from emulators.google_apis.refused import invalid


class Where(Protocol):
    def matches(self, document: Document) -> bool: ...

    def conditions(self) -> Iterator[Condition]:
        """Every condition in the tree."""

    @property
    def has_or(self) -> bool: ...

    @property
    def disjunct_count(self) -> int:
        """How many ORed conjunctions it normalizes to, each value of an `in` counting."""

    def disjuncts(self) -> Sequence[tuple[Condition, ...]]:
        """The ORed conjunctions; here an `in` stays one condition."""

    def spans(self) -> Spans:
        """Where every match lies, by fields."""


@dataclass(frozen=True, slots=True)
class All:
    parts: tuple[Where, ...]

    def matches(self, document: Document) -> bool:
        return all(part.matches(document) for part in self.parts)

    def conditions(self) -> Iterator[Condition]:
        return itertools.chain.from_iterable(part.conditions() for part in self.parts)

    @property
    def has_or(self) -> bool:
        return any(part.has_or for part in self.parts)

    @property
    def disjunct_count(self) -> int:
        return math.prod(part.disjunct_count for part in self.parts)

    def disjuncts(self) -> Sequence[tuple[Condition, ...]]:
        choices = itertools.product(*(part.disjuncts() for part in self.parts))
        return [tuple(itertools.chain.from_iterable(choice)) for choice in choices]

    def spans(self) -> Spans:
        return [span for part in self.parts for span in part.spans()]


@dataclass(frozen=True, slots=True)
class Any:
    parts: tuple[Where, ...]

    def matches(self, document: Document) -> bool:
        return any(part.matches(document) for part in self.parts)

    def conditions(self) -> Iterator[Condition]:
        return itertools.chain.from_iterable(part.conditions() for part in self.parts)

    @property
    def has_or(self) -> bool:
        return True

    @property
    def disjunct_count(self) -> int:
        return sum(part.disjunct_count for part in self.parts)

    def disjuncts(self) -> Sequence[tuple[Condition, ...]]:
        return [disjunct for part in self.parts for disjunct in part.disjuncts()]

    def spans(self) -> Spans:
        return []


EVERYTHING = All(())


def where_of(filter_: Filter) -> Where:
    kind = filter_.WhichOneof("filter_type")
    if kind == "composite_filter":
        return _composite(filter_.composite_filter)
    if kind == "field_filter":
        return field_condition(filter_.field_filter)
    if kind == "unary_filter":
        return unary_condition(filter_.unary_filter)
    raise invalid("Unknown Filter type.")


def _composite(composite: Filter) -> Where:
    operator = CompositeOperator(composite.op).name
    parts = tuple(where_of(each) for each in composite.filters)
    if operator == "AND":
        return All(parts)
    if operator != "OR":
        raise invalid("Unsupported CompositeFilter operator.")
    if not parts:
        raise invalid("Composite filter must have at least one sub-filter.")
    return Any(parts)
