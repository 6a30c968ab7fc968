"""JSON without its ambiguities, since two readers of one body must not disagree.

The standard decoder takes duplicate keys, NaN, lone surrogates and nesting that overflows its
stack; each of them has been an attack or an outage somewhere.
"""

from __future__ import annotations

import json
import re
from typing import Any, NoReturn

from shared.edge.problem import malformed

DEPTH_MAX = 32
INTEGER_MAX = 2**53  # beyond it, other languages lose digits

# Control characters other than tab and line breaks, and halves of surrogate pairs.
_BAD_TEXT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff]")


def read_strict(body: bytes, *, decimals: bool = False) -> Any:
    """The decoded value, or a `Problem` 400 whose code names the rule.

    Without `decimals` every number must be an integer: amounts are in minor units.
    """
    try:
        value = json.loads(
            _decode(body),
            object_pairs_hook=_object,
            parse_int=_integer,
            parse_float=_decimal if decimals else _no_decimal,
            parse_constant=_constant,
        )
    except RecursionError as error:
        raise malformed("json.depth", f"nested deeper than {DEPTH_MAX}") from error
    except ValueError as error:
        raise malformed("json.syntax", "not one JSON value") from error
    _check(value, 0)
    return value


def _decode(body: bytes) -> str:
    try:
        text = body.decode("utf-8")
    except UnicodeDecodeError as error:
        raise malformed("json.encoding", "not UTF-8") from error
    if text.startswith("\ufeff") or not text.strip():
        raise malformed("json.syntax", "empty, or begins with a byte order mark")
    return text


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    value = dict(pairs)
    if len(value) < len(pairs):
        raise malformed("json.duplicate_key", "a key stands twice in one object")
    return value


def _integer(digits: str) -> int:
    if digits == "-0" or len(digits) > len(str(-INTEGER_MAX)) or abs(int(digits)) > INTEGER_MAX:
        raise malformed("json.number", f"an integer beyond {INTEGER_MAX}, or minus zero")
    return int(digits)


def _decimal(digits: str) -> float:
    value = float(digits)
    if value in {float("inf"), float("-inf")}:
        raise malformed("json.number", "a number too large")
    return value


def _no_decimal(_digits: str) -> NoReturn:
    raise malformed("json.number", "only integers are expected here")


def _constant(_name: str) -> NoReturn:
    raise malformed("json.number", "not a number of JSON")


def _check(value: Any, depth: int) -> None:
    if isinstance(value, str):
        if _BAD_TEXT.search(value):
            raise malformed("json.encoding", "a control character or a lone surrogate")
    elif isinstance(value, (list, dict)):
        if depth >= DEPTH_MAX:
            raise malformed("json.depth", f"nested deeper than {DEPTH_MAX}")
        if isinstance(value, dict):
            for key in value:
                _check(key, depth)
            value = value.values()
        for item in value:
            _check(item, depth + 1)
