"""Documents cut down to the fields a caller asked for."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from emulators.firestore.values.field_path import NAME, FieldPath, parse_field_path
from emulators.firestore.wire import Document, Request, StructuredQuery, make_document


@dataclass(frozen=True, slots=True)
class Projection:
    paths: tuple[FieldPath, ...]

    def of(self, document: Document) -> Document:
        part = make_document(
            name=document.name,
            create_time=document.create_time,
            update_time=document.update_time,
        )
        for path in self.paths:
            value = path.find(document.fields)
            if value is not None:
                path.put(part.fields, value)
        return part


def select_projection(query: StructuredQuery) -> Projection | None:
    """None for whole documents; `__name__` alone selects no field."""
    if not query.select.fields:
        return None
    return _projection(each.field_path for each in query.select.fields)


def mask_projection(request: Request) -> Projection | None:
    """Of any request with a `mask`; one that is set but empty selects no field."""
    return _projection(request.mask.field_paths) if request.HasField("mask") else None


def project(document: Document, projection: Projection | None) -> Document:
    return document if projection is None else projection.of(document)


def _projection(texts: Iterable[str]) -> Projection:
    paths = map(parse_field_path, texts)
    return Projection(tuple(path for path in paths if path != NAME))
