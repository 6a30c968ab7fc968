"""count, sum and avg over the results of a query."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from emulators.firestore.values.field_path import NAME, FieldPath, is_reserved, parse_field_path
from emulators.firestore.wire import (
    Aggregation,
    Document,
    StructuredAggregationQuery,
    Value,
    make_value,
)
from emulators.google_apis.refused import invalid

AGGREGATIONS_MAX = 5
_INT64 = range(-(2**63), 2**63)

Reduce = Callable[[Sequence[Document]], Value]


@dataclass(frozen=True, slots=True)
class Aggregations:
    by_alias: Mapping[str, Reduce]
    fields: tuple[FieldPath, ...]
    """Summed or averaged."""

    def of(self, documents: Sequence[Document]) -> dict[str, Value]:
        return {alias: reduce(documents) for alias, reduce in self.by_alias.items()}


def aggregations_of(message: StructuredAggregationQuery) -> Aggregations:
    if not message.aggregations:
        raise invalid("Aggregations can not be empty.")
    if len(message.aggregations) > AGGREGATIONS_MAX:
        raise invalid(f"The maximum number of aggregations per query is {AGGREGATIONS_MAX}.")
    by_alias: dict[str, Reduce] = {}
    fields: list[FieldPath] = []
    unnamed_count = 0
    for each in message.aggregations:
        unnamed_count += not each.alias
        alias = each.alias or f"field_{unnamed_count}"
        if alias in by_alias:
            raise invalid(f"Aggregation aliases contain duplicate alias: {alias}.")
        if is_reserved(alias):
            raise invalid(f'The property.name "{alias}" is reserved.')
        by_alias[alias], its_fields = _reduction(each)
        fields.extend(its_fields)
    return Aggregations(by_alias, tuple(dict.fromkeys(fields)))


def _reduction(aggregation: Aggregation) -> tuple[Reduce, list[FieldPath]]:
    kind = aggregation.WhichOneof("operator")
    if kind == "count":
        return _counting(aggregation), []
    if kind not in _REDUCERS:
        raise invalid("Aggregation operator is not set.")
    path = parse_field_path(getattr(aggregation, kind).field.field_path)
    if path == NAME:
        raise invalid("Aggregations are not supported for the property: __key__")
    reduce = _REDUCERS[kind]
    return lambda documents: reduce(_numbers(documents, path)), [path]


def _counting(aggregation: Aggregation) -> Reduce:
    count = aggregation.count
    if count.up_to.value < 0:
        raise invalid(
            "The `up_to` value in a COUNT aggregation must be greater than or equal to zero."
        )
    if not count.HasField("up_to"):
        return lambda documents: make_value(integer_value=len(documents))
    return lambda documents: make_value(integer_value=min(len(documents), count.up_to.value))


def _numbers(documents: Sequence[Document], path: FieldPath) -> list[float]:
    """Integers stay integers; whatever is not a number is passed over."""
    numbers: list[float] = []
    for document in documents:
        value = path.find(document.fields)
        if value is not None and value.HasField("integer_value"):
            numbers.append(value.integer_value)
        elif value is not None and value.HasField("double_value"):
            numbers.append(value.double_value)
    return numbers


def _sum(numbers: Sequence[float]) -> Value:
    """An integer as long as all numbers are and the total fits one."""
    total = sum(numbers)
    if isinstance(total, int) and total in _INT64:
        return make_value(integer_value=total)
    return make_value(double_value=total)


def _average(numbers: Sequence[float]) -> Value:
    if not numbers:
        return make_value(null_value=0)
    return make_value(double_value=sum(numbers) / len(numbers))


_REDUCERS: dict[str, Callable[[Sequence[float]], Value]] = {"sum": _sum, "avg": _average}
