"""JSON without its ambiguities, since two readers of one body must not disagree.

The standard decoder takes duplicate keys, NaN, lone surrogates and nesting that overflows its
stack; each of them has been an attack or an outage somewhere.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from typing import Any, NoReturn

from shared.edge.problem import malformed

DEPTH_MAX = 32
INTEGER_MAX = 2**53  # beyond it, other languages lose digits

# Control characters other than tab and line breaks, and halves of surrogate pairs.
_BAD_TEXT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff]")


def read_strict(body: bytes) -> Any:
    """What a stranger sent, decoded, or a `Problem` 400 whose code names the rule.

    Every number must be an integer, since amounts are in minor units, and no text may hold a
    control character.
    """
    value = _decoded(body, _no_decimal)
    _check(value, 0, check_text=True)
    return value


def read_signed(body: bytes) -> Any:
    """What a provider signed, decoded, or a `Problem` 400.

    It may hold decimals, and whatever its buyers typed: a control character in a name must
    not cost a paid order. What is kept of it is cleaned where it is kept.
    """
    value = _decoded(body, _decimal)
    _check(value, 0, check_text=False)
    return value


def _decoded(body: bytes, parse_float: Callable[[str], float]) -> Any:
    try:
        return json.loads(
            _decode(body),
            object_pairs_hook=_object,
            parse_int=_integer,
            parse_float=parse_float,
            parse_constant=_constant,
        )
    except RecursionError as error:
        raise malformed("json.depth", f"nested deeper than {DEPTH_MAX}") from error
    except ValueError as error:
        raise malformed("json.syntax", "not one JSON value") from error


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


def _check(value: Any, depth: int, *, check_text: bool) -> None:
    if isinstance(value, str):
        if check_text and _BAD_TEXT.search(value):
            raise malformed("json.encoding", "a control character or a lone surrogate")
    elif isinstance(value, (list, dict)):
        if depth >= DEPTH_MAX:
            raise malformed("json.depth", f"nested deeper than {DEPTH_MAX}")
        if isinstance(value, dict):
            for key in value:
                _check(key, depth, check_text=check_text)
            value = value.values()
        for item in value:
            _check(item, depth + 1, check_text=check_text)
