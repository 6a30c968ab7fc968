"""What the definition of a schema can do once it is understood."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Protocol

from google.pubsub_v1 import types

JSON = types.Encoding.JSON
BINARY = types.Encoding.BINARY


class Unfit(Exception):
    """A message that does not fit a schema, or a definition that is none; says why."""


@dataclass(frozen=True, slots=True)
class Field:
    """A field of the top-level record, as far as a table needs to know it."""

    name: str
    kind: str
    """The schema language's own word, such as "long", "timestamp-micros" or "sint32"."""
    repeated: bool


class Definition(Protocol):
    def decode(self, data: bytes, encoding: int) -> Any:
        """Return the message as plain Python values; `Unfit` when it does not fit."""

    def row(self, value: Any) -> dict[str, Any]:
        """Return a decoded record as a table takes it: enums are numbers there."""

    def fields(self) -> list[Field]:
        """Return the fields of the record; `Unfit` when the schema is no record."""

    def require_compatible_with(self, earlier: Definition) -> None:
        """`Unfit` unless each side can read what the other one writes."""
