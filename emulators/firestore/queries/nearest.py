"""Vector search: the documents whose vectors lie nearest to a given one."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from google.cloud.firestore_v1.types import query

from emulators.firestore.values.field_path import FieldPath, is_reserved, parse_field_path
from emulators.firestore.values.vectors import Vector, check_vector, vector_in
from emulators.firestore.wire import Document, StructuredQuery, make_document, make_value
from emulators.google_apis.refused import invalid

LIMIT_MAX = 1000
_Measure: Any = query.StructuredQuery.FindNearest.DistanceMeasure


@dataclass(frozen=True, slots=True)
class Nearest:
    path: FieldPath
    to: Vector
    measure: str
    """EUCLIDEAN, COSINE or DOT_PRODUCT; only the last grows as vectors come nearer."""
    limit: int
    threshold: float | None
    result_path: FieldPath | None
    """Where a result tells its distance."""

    @property
    def dimension(self) -> int:
        return len(self.to)

    def of(self, documents: Sequence[Document]) -> list[Document]:
        """The nearest first; where there is no distance (a vector of zeros), last."""
        rows = [row for row in self._measured(documents) if self._is_near_enough(row[0])]
        rows.sort(key=lambda row: self._rank(row[0]))
        return [self._told(document, distance) for distance, document in rows[: self.limit]]

    def _measured(self, documents: Sequence[Document]) -> Iterator[tuple[float, Document]]:
        distance_of = _DISTANCES[self.measure]
        for document in documents:
            value = self.path.find(document.fields)
            vector = None if value is None else vector_in(value)
            if vector is not None and len(vector) == len(self.to):
                yield distance_of(vector, self.to), document

    def _is_near_enough(self, distance: float) -> bool:
        if self.threshold is None:
            return True
        if self.measure == "DOT_PRODUCT":
            return distance >= self.threshold
        return distance <= self.threshold

    def _rank(self, distance: float) -> tuple[bool, float]:
        if math.isnan(distance):
            return True, 0.0
        return False, -distance if self.measure == "DOT_PRODUCT" else distance

    def _told(self, document: Document, distance: float) -> Document:
        if self.result_path is None:
            return document
        told = make_document()
        told.CopyFrom(document)
        self.result_path.put(told.fields, make_value(double_value=distance))
        return told


def nearest_of(message: StructuredQuery) -> Nearest | None:
    if not message.HasField("find_nearest"):
        return None
    find = message.find_nearest
    if message.HasField("limit"):
        raise invalid("A query limit cannot be used with FindNearest")
    if message.offset:
        raise invalid("A query offset cannot be used with FindNearest")
    if not 0 < find.limit.value <= LIMIT_MAX:
        raise invalid(f"FindNearest.limit must be a positive integer of no more than {LIMIT_MAX}")
    measure = _Measure(find.distance_measure).name
    if measure not in _DISTANCES:
        raise invalid("Unknown Distance Measure.")
    vector = vector_in(find.query_vector)
    if vector is None:
        raise invalid("Query Value must be of type vector.")
    check_vector(find.query_vector.map_value.fields)
    return Nearest(
        path=parse_field_path(find.vector_field.field_path),
        to=vector,
        measure=measure,
        limit=find.limit.value,
        threshold=find.distance_threshold.value if find.HasField("distance_threshold") else None,
        result_path=_result_path(find.distance_result_field),
    )


def _result_path(text: str) -> FieldPath | None:
    if not text:
        return None
    if is_reserved(text):
        raise invalid(f'The distanceResultField.property.name "{text}" is reserved.')
    return parse_field_path(text)


def _cosine(vector: Vector, other: Vector) -> float:
    lengths = math.hypot(*vector) * math.hypot(*other)
    return 1 - _dot(vector, other) / lengths if lengths else math.nan


def _dot(vector: Vector, other: Vector) -> float:
    return sum(map(float.__mul__, vector, other))


_DISTANCES: dict[str, Callable[[Vector, Vector], float]] = {
    "EUCLIDEAN": math.dist,
    "COSINE": _cosine,
    "DOT_PRODUCT": _dot,
}
