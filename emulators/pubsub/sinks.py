"""What a subscription can deliver to besides its consumers: the neighbours it is given."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol


class ObjectSink(Protocol):
    """The part of Cloud Storage that a Cloud Storage subscription writes to."""

    def has_bucket(self, bucket: str) -> bool: ...

    async def put(self, bucket: str, name: str, content: bytes, content_type: str) -> None:
        """Create an object; `LookupError` when the bucket is not there."""


class Column(Protocol):
    """One column of a table, as BigQuery describes it."""

    @property
    def name(self) -> str: ...
    @property
    def type(self) -> str:
        """BigQuery's name, such as "STRING" or "INT64"."""

    @property
    def mode(self) -> str:
        """Return "NULLABLE", "REQUIRED" or "REPEATED"."""


class TableSink(Protocol):
    """The part of BigQuery that a BigQuery subscription writes to."""

    def columns(self, table: str) -> Sequence[Column]:
        """Describe `project.dataset.table`; `LookupError` when it is not there."""

    async def insert(self, table: str, rows: Sequence[Mapping[str, Any]]) -> list[str]:
        """Write the rows that fit; say of each row why it did not, or ""."""


class Nowhere:
    """A machine without the other service: no bucket and no table exists."""

    def has_bucket(self, bucket: str) -> bool:  # noqa: ARG002 - whatever it is called
        return False

    async def put(self, bucket: str, name: str, content: bytes, content_type: str) -> None:  # noqa: ARG002 - there is nowhere to put it
        raise LookupError(bucket)

    def columns(self, table: str) -> Sequence[Column]:
        raise LookupError(table)

    async def insert(self, table: str, rows: Sequence[Mapping[str, Any]]) -> list[str]:  # noqa: ARG002 - there is nowhere to put them
        raise LookupError(table)


@dataclass(frozen=True, slots=True)
class Sinks:
    objects: ObjectSink
    tables: TableSink
