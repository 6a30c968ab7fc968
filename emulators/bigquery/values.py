"""Values on their way into a table: checked against the column and written as JSON has them."""

from __future__ import annotations

import base64
import binascii
import json
import math
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal, InvalidOperation
from typing import Any

from emulators.bigquery.columns import REPEATED, REQUIRED, Column

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_INT64 = range(-(2**63), 2**63)


class Unwritable(ValueError):
    """A value or a row that its table does not take; says why."""


def checked_row(row: Mapping[str, Any], columns: Sequence[Column]) -> dict[str, Any]:
    """Return the row as JSON can hold it; `Unwritable` when it does not fit the columns."""
    unknown = row.keys() - {column.name for column in columns}
    if unknown:
        raise Unwritable(f"no such field: {min(unknown)}.")
    return {column.name: _checked(row.get(column.name), column) for column in columns}


def _checked(value: Any, column: Column) -> Any:
    if column.mode == REPEATED:
        return [_single(item, column) for item in _items(value, column)]
    if value is None:
        if column.mode == REQUIRED:
            raise Unwritable(f"Missing required field: {column.name}.")
        return None
    return _single(value, column)


def _items(value: Any, column: Column) -> Sequence[Any]:
    """A map counts as the records of its keys and values."""
    if value is None:
        return ()
    if isinstance(value, Mapping) and {one.name for one in column.fields} == {"key", "value"}:
        return [{"key": key, "value": inner} for key, inner in value.items()]
    if not isinstance(value, Sequence) or isinstance(value, (str, bytes)):
        raise _wrong(value, column, "an array")
    return value


def _single(value: Any, column: Column) -> Any:
    if column.type == "STRUCT":
        if not isinstance(value, Mapping):
            raise _wrong(value, column, "a record")
        return checked_row(value, column.fields)
    try:
        return _READERS[column.type](value)
    except (ValueError, TypeError, OverflowError, InvalidOperation, binascii.Error) as error:
        raise _wrong(value, column, column.type) from error


def _wrong(value: Any, column: Column, expected: str) -> Unwritable:
    return Unwritable(f"Cannot convert value to {expected} (field {column.name}): {value!r}.")


def _string(value: Any) -> str:
    if isinstance(value, (bytes, bool, int, float, list, dict)):
        raise TypeError(value)
    return str(value)


def _integer(value: Any) -> int:
    if isinstance(value, (bool, float)) or int(value) not in _INT64:
        raise ValueError(value)
    return int(value)


def _real(value: Any) -> float | str:
    """JSON has no NaN, but DuckDB reads its name."""
    if isinstance(value, bool):
        raise TypeError(value)
    number = float(value)
    return number if math.isfinite(number) else str(number)


def _truth(value: Any) -> bool:
    if str(value).lower() not in {"true", "false"}:
        raise ValueError(value)
    return str(value).lower() == "true"


def _decimal(value: Any) -> str:
    if isinstance(value, bool):
        raise TypeError(value)
    number = Decimal(str(value))
    if not number.is_finite():
        raise ValueError(value)
    return str(number)


def _bytes(value: Any) -> str:
    content = value if isinstance(value, bytes) else base64.b64decode(value, validate=True)
    return base64.b64encode(content).decode()


def _json(value: Any) -> str:
    """Text has to be JSON already; anything else is written as JSON."""
    if isinstance(value, str):
        json.loads(value)
        return value
    return json.dumps(value)


def _timestamp(value: Any) -> str:
    """A number counts microseconds since 1970."""
    if isinstance(value, bool):
        raise TypeError(value)
    if isinstance(value, int):
        instant = _EPOCH + timedelta(microseconds=value)
    elif isinstance(value, datetime):
        instant = value
    else:
        instant = datetime.fromisoformat(str(value).removesuffix(" UTC"))
    if instant.tzinfo is None:
        instant = instant.replace(tzinfo=UTC)
    return instant.astimezone(UTC).replace(tzinfo=None).isoformat()


def _datetime(value: Any) -> str:
    if isinstance(value, datetime):
        return value.replace(tzinfo=None).isoformat()
    return datetime.fromisoformat(value).replace(tzinfo=None).isoformat()


def _date(value: Any) -> str:
    """A number counts days since 1970."""
    if isinstance(value, int):
        return (_EPOCH.date() + timedelta(days=value)).isoformat()
    return (value if isinstance(value, date) else date.fromisoformat(value)).isoformat()


def _time(value: Any) -> str:
    return (value if isinstance(value, time) else time.fromisoformat(value)).isoformat()


_READERS: Mapping[str, Callable[[Any], Any]] = {
    "STRING": _string,
    "JSON": _json,
    "INT64": _integer,
    "FLOAT64": _real,
    "BOOL": _truth,
    "BYTES": _bytes,
    "TIMESTAMP": _timestamp,
    "DATETIME": _datetime,
    "DATE": _date,
    "TIME": _time,
    "NUMERIC": _decimal,
    "BIGNUMERIC": _decimal,
}
