"""One comparison of a filter, such as `labels.env=prod` or `create_time<2026-01-01T00:00:00Z`."""

from __future__ import annotations

import operator
import re
from collections.abc import Callable, Iterator
from datetime import datetime
from types import MappingProxyType
from typing import Any

_ORDER = MappingProxyType(
    {"<": operator.lt, "<=": operator.le, ">": operator.gt, ">=": operator.ge}
)


def compares(field: str, comparator: str, operand: str) -> Callable[[Any], bool]:
    """Return the test of a message in its JSON form; through a list, any element may pass."""
    path = field.split(".")
    wanted = _unquoted(operand)
    if comparator == ":":
        return lambda content: any(_has(value, wanted) for value in _values(content, path))
    if comparator == "=":
        return lambda content: any(_equals(value, wanted) for value in _values(content, path))
    if comparator == "!=":
        return lambda content: not any(_equals(value, wanted) for value in _values(content, path))
    order = _ORDER[comparator]
    return lambda content: any(_ordered(order, value, wanted) for value in _values(content, path))


def _unquoted(text: str) -> str:
    return text[1:-1] if text.startswith('"') and text.endswith('"') else text


def _values(content: Any, path: list[str]) -> Iterator[Any]:
    if isinstance(content, list):
        for element in content:
            yield from _values(element, path)
    elif not path:
        yield content
    elif isinstance(content, dict) and path[0] in content:
        yield from _values(content[path[0]], path[1:])


def _has(value: Any, wanted: str) -> bool:
    """`:` asks for presence, for a key of a map, or for a part of a text."""
    if wanted == "*":
        return True
    if isinstance(value, dict):
        return wanted in value
    return _pattern(wanted).search(str(value)) is not None


def _equals(value: Any, wanted: str) -> bool:
    moments = _moments(value, wanted)
    if moments is not None:
        return moments[0] == moments[1]
    return _pattern(wanted).fullmatch(str(value)) is not None


def _ordered(order: Callable[[Any, Any], Any], value: Any, wanted: str) -> bool:
    moments = _moments(value, wanted)
    return bool(order(*moments) if moments is not None else order(str(value), wanted))


def _moments(value: Any, wanted: str) -> tuple[datetime, datetime] | None:
    try:
        return datetime.fromisoformat(str(value)), datetime.fromisoformat(wanted)
    except ValueError:
        return None


def _pattern(wanted: str) -> re.Pattern[str]:
    return re.compile(re.escape(wanted).replace(r"\*", ".*"), re.IGNORECASE)
