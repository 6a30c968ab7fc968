"""Results as the JSON of BigQuery's API: every value is text, every row a list of cells."""

from __future__ import annotations

import base64
from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, time
from decimal import Decimal
from typing import Any

from emulators.bigquery.columns import NULLABLE, REPEATED, Column

_READ: Mapping[str, Any] = {
    "INT64": int,
    "FLOAT64": float,
    "BOOL": lambda text: text == "true",
    "TIMESTAMP": lambda text: datetime.fromisoformat(text.removesuffix(" UTC")),
}


def cells(row: Sequence[Any], columns: Sequence[Column]) -> dict[str, Any]:
    listed = [{"v": _cell(value, column)} for value, column in zip(row, columns, strict=True)]
    return {"f": listed}


def parameter(described: Mapping[str, Any]) -> tuple[str, Any]:
    """Read a named `QueryParameter`; `ValueError` for one of a kind that is not served."""
    kind = described.get("parameterType", {}).get("type", "STRING")
    text = described.get("parameterValue", {}).get("value")
    if not described.get("name") or kind in {"ARRAY", "STRUCT"}:
        raise ValueError("Only named parameters with a single value are served here.")
    return described["name"], None if text is None else _READ.get(kind, str)(text)


def _cell(value: Any, column: Column) -> Any:
    if column.mode == REPEATED:
        item = Column(column.name, column.type, NULLABLE, column.fields)
        return [{"v": _cell(one, item)} for one in value or ()]
    if value is None:
        return None
    if column.fields:
        return cells([value[field.name] for field in column.fields], column.fields)
    return _text(value)


def _text(value: Any) -> str:
    match value:
        case bool():
            return str(value).lower()
        case bytes():
            return base64.b64encode(value).decode()
        case datetime():
            microseconds = round(value.replace(tzinfo=UTC).timestamp() * 1_000_000)
            return f"{microseconds // 1_000_000}.{microseconds % 1_000_000:06}"
        case date() | time():
            return value.isoformat()
        case Decimal():
            plain = format(value, "f")
            return plain.rstrip("0").rstrip(".") if "." in plain else plain
        case _:
            return str(value)
