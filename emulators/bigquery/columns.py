"""Columns of tables, as BigQuery's API describes them and as DuckDB calls their types."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Self

NULLABLE, REQUIRED, REPEATED = "NULLABLE", "REQUIRED", "REPEATED"
_STANDARD = {
    "INTEGER": "INT64",
    "INT": "INT64",
    "BIGINT": "INT64",
    "SMALLINT": "INT64",
    "TINYINT": "INT64",
    "BYTEINT": "INT64",
    "FLOAT": "FLOAT64",
    "BOOLEAN": "BOOL",
    "RECORD": "STRUCT",
    "DECIMAL": "NUMERIC",
    "BIGDECIMAL": "BIGNUMERIC",
}
_IN_API = {"INT64": "INTEGER", "FLOAT64": "FLOAT", "BOOL": "BOOLEAN", "STRUCT": "RECORD"}
_IN_DUCKDB = {
    "STRING": "VARCHAR",
    "JSON": "JSON",
    "INT64": "BIGINT",
    "FLOAT64": "DOUBLE",
    "BOOL": "BOOLEAN",
    "BYTES": "BLOB",
    "TIMESTAMP": "TIMESTAMP",
    "DATETIME": "TIMESTAMP",
    "DATE": "DATE",
    "TIME": "TIME",
    "NUMERIC": "DECIMAL(38,9)",
    "BIGNUMERIC": "DECIMAL(38,18)",
}


@dataclass(frozen=True, slots=True)
class Column:
    name: str
    type: str
    """The standard SQL name, such as "INT64"; "STRUCT" for a record."""
    mode: str = NULLABLE
    fields: tuple[Column, ...] = ()
    """Of a STRUCT."""

    @classmethod
    def from_api(cls, field: Mapping[str, Any]) -> Self:
        """Read a `TableFieldSchema`; `ValueError` when there is no such type or mode."""
        name, wanted = field.get("name", ""), str(field.get("type", "")).upper()
        standard = _STANDARD.get(wanted, wanted)
        mode = str(field.get("mode") or NULLABLE).upper()
        if not name:
            raise ValueError("Field name is missing.")
        if standard not in _IN_DUCKDB and standard != "STRUCT":
            raise ValueError(f"Field {name}: {wanted!r} is not a type that is served here.")
        if mode not in {NULLABLE, REQUIRED, REPEATED}:
            raise ValueError(f"Field {name}: {mode!r} is not a mode.")
        fields = tuple(cls.from_api(inner) for inner in field.get("fields", ()))
        if (standard == "STRUCT") != bool(fields):
            raise ValueError(f"Field {name}: a RECORD has fields, and nothing else has.")
        return cls(name, standard, mode, fields)

    def to_api(self) -> dict[str, Any]:
        described: dict[str, Any] = {
            "name": self.name,
            "type": _IN_API.get(self.type, self.type),
            "mode": self.mode,
        }
        if self.fields:
            described["fields"] = [field.to_api() for field in self.fields]
        return described

    def duckdb_type(self) -> str:
        if self.fields:
            inner = ", ".join(f"{quoted(one.name)} {one.duckdb_type()}" for one in self.fields)
            return f"STRUCT({inner})" + self._suffix()
        return _IN_DUCKDB[self.type] + self._suffix()

    def _suffix(self) -> str:
        return "[]" if self.mode == REPEATED else ""


def quoted(name: str) -> str:
    """An identifier as DuckDB takes any."""
    escaped = name.replace('"', '""')
    return f'"{escaped}"'
