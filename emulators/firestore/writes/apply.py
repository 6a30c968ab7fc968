"""One write on one document: what the document becomes."""

from __future__ import annotations

from dataclasses import dataclass

from emulators.firestore.storage.instants import Micros, timestamp_of
from emulators.firestore.values.acceptance import accept
from emulators.firestore.values.field_path import NAME, parse_field_path
from emulators.firestore.wire import (
    Document,
    FieldTransform,
    Write,
    WriteResult,
    make_document,
    make_write_result,
)
from emulators.firestore.writes.preconditions import check_precondition
from emulators.firestore.writes.transforms import apply_transform
from emulators.google_apis.refused import invalid


@dataclass(frozen=True, slots=True)
class Outcome:
    document: Document | None
    """The very same object as before if the write changed nothing; None if it is gone."""
    result: WriteResult


def name_of(write: Write) -> str:
    """The full name of the document it writes."""
    kind = write.WhichOneof("operation")
    if kind == "update":
        name: str = write.update.name
    elif kind == "delete":
        name = write.delete
    elif kind == "transform":
        name = write.transform.document
    else:
        raise invalid("empty write operation")
    return name


def apply_write(write: Write, name: str, current: Document | None, committed_at: Micros) -> Outcome:
    """`name` is that of the document it writes; `current` is left as it is."""
    check_precondition(write.current_document, name, current)
    if write.HasField("delete"):
        return Outcome(None, make_write_result())
    if write.HasField("transform") and not write.transform.field_transforms:
        raise invalid("The list of FieldTransform must not be empty.")
    document = _written(write, name, current)
    values = [
        apply_transform(document.fields, transform, committed_at)
        for transform in _transforms(write)
    ]
    accept(document)
    document = _stamped(document, current, committed_at)
    result = make_write_result(update_time=document.update_time, transform_results=values)
    return Outcome(document, result)


def _transforms(write: Write) -> list[FieldTransform]:
    if write.HasField("transform"):
        return list(write.transform.field_transforms)
    return list(write.update_transforms)


def _written(write: Write, name: str, current: Document | None) -> Document:
    """The document after the fields of the write are in place, before the transforms."""
    document = make_document(name=name)
    whole = write.HasField("update") and not write.HasField("update_mask")
    if not whole and current is not None:
        document.CopyFrom(current)
    if whole:
        document.MergeFrom(write.update)
    for text in write.update_mask.field_paths:
        path = parse_field_path(text)
        value = path.find(write.update.fields)
        if path == NAME:
            continue
        if value is None:
            path.remove(document.fields)
        else:
            path.put(document.fields, value)
    return document


def _stamped(document: Document, current: Document | None, committed_at: Micros) -> Document:
    """With its times. A write that changes nothing leaves even the update time."""
    if current is None:
        document.create_time.CopyFrom(timestamp_of(committed_at))
        document.update_time.CopyFrom(timestamp_of(committed_at))
        return document
    document.create_time.CopyFrom(current.create_time)
    document.update_time.CopyFrom(current.update_time)
    if _content(document) == _content(current):
        return current
    document.update_time.CopyFrom(timestamp_of(committed_at))
    return document


def _content(document: Document) -> bytes:
    """Bytes, because messages that compare equal may differ: 0.0 and -0.0; or not: NaN."""
    content: bytes = document.SerializeToString(deterministic=True)
    return content
