"""JSON without its ambiguities."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.edge.problem import Problem
from shared.edge.strict_json import DEPTH_MAX, INTEGER_MAX, read_signed, read_strict

BOM = b"\xef\xbb\xbf"

REFUSED: dict[str, tuple[bytes, str]] = {
    "an empty body": (b"", "json.syntax"),
    "only spaces": (b" \n", "json.syntax"),
    "a byte order mark": (BOM + b"{}", "json.syntax"),
    "trailing garbage": (b"{} x", "json.syntax"),
    "two values": (b"{}{}", "json.syntax"),
    "a trailing comma": (b"[1,]", "json.syntax"),
    "single quotes": (b"{'a': 1}", "json.syntax"),
    "a comment": (b"{} // x", "json.syntax"),
    "a bare word": (b"nul", "json.syntax"),
    "a raw line break in a text": (b'"a\nb"', "json.syntax"),
    "a body that is cut": (b'{"a": [1', "json.syntax"),
    "nesting of 33": (b"[" * 33 + b"]" * 33, "json.depth"),
    "nesting of 900": (b"[" * 900 + b"]" * 900, "json.depth"),
    "nesting of 100 000": (b"[" * 100_000 + b"]" * 100_000, "json.depth"),
    "objects nested 100 000 deep": (b'{"a":' * 100_000, "json.depth"),
    "a key twice": (b'{"a": 1, "a": 1}', "json.duplicate_key"),
    "a key twice, once escaped": (
        b'{"amount": 1, "\\u0061mount": 2}',
        "json.duplicate_key",
    ),
    "a key twice, deep inside": (b'[{"a": {"b": 1, "b": 2}}]', "json.duplicate_key"),
    "NaN": (b"NaN", "json.number"),
    "Infinity": (b'{"a": Infinity}', "json.number"),
    "minus Infinity": (b"[-Infinity]", "json.number"),
    "minus zero": (b"-0", "json.number"),
    "1e400": (b"1e400", "json.number"),
    "an exponent for an integer": (b"1E2", "json.number"),
    "a fraction for an integer": (b"1.0", "json.number"),
    "5 000 digits": (b"9" * 5_000, "json.number"),
    "2^53 + 1": (b"9007199254740993", "json.number"),
    "2^63": (b"9223372036854775808", "json.number"),
    "-2^53 - 1": (b"-9007199254740993", "json.number"),
    "bytes that are no UTF-8": (b'"\xff"', "json.encoding"),
    "an overlong encoding": (b'"\xc0\xaf"', "json.encoding"),
    "UTF-16": ('{"a": 1}'.encode("utf-16"), "json.encoding"),
    "a surrogate in UTF-8": (b'"\xed\xa0\x80"', "json.encoding"),
    "a lone surrogate": (b'"\\ud800"', "json.encoding"),
    "a lone surrogate as a key": (b'{"\\udfff": 1}', "json.encoding"),
    "NUL": (b'"a\\u0000b"', "json.encoding"),
    "an escape character": (b'["\\u001b[31m"]', "json.encoding"),
}


def code_of(body: bytes, read: Callable[[bytes], object] = read_strict) -> str:
    with pytest.raises(Problem) as caught:
        read(body)
    assert caught.value.status == 400
    (flaw,) = caught.value.flaws
    return flaw.code


@pytest.mark.parametrize("name", REFUSED)
def test_ambiguous_json_is_refused_by_the_rule_it_breaks(name: str) -> None:
    body, code = REFUSED[name]

    assert code_of(body) == code


@pytest.mark.parametrize("body", [b"NaN", b"1e400", b"-1e400", b"Infinity", b"-0", b"9" * 5_000])
def test_where_decimals_are_allowed_numbers_are_still_numbers(body: bytes) -> None:
    assert code_of(body, read_signed) == "json.number"


def test_decimals_are_read_where_they_are_allowed() -> None:
    assert read_signed(b'{"rate": 12.5, "count": 3}') == {"rate": 12.5, "count": 3}


@pytest.mark.parametrize(
    ("body", "value"),
    [
        (b"9007199254740992", INTEGER_MAX),
        (b"-9007199254740992", -INTEGER_MAX),
        (b"0", 0),
        (b'"\\ud83d\\ude00"', "😀"),
        (b'"tab\\tand\\nbreak"', "tab\tand\nbreak"),
        (b"[" * DEPTH_MAX + b"]" * DEPTH_MAX, json.loads("[" * DEPTH_MAX + "]" * DEPTH_MAX)),
        (b" \t\r\n null ", None),
        (b'{"": 1, "__proto__": 2, "a.b": 3}', {"": 1, "__proto__": 2, "a.b": 3}),
    ],
)
def test_what_is_plain_is_read(body: bytes, value: object) -> None:
    assert read_strict(body) == value


texts = st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]), max_size=20)
values: st.SearchStrategy[Any] = st.recursive(
    st.none() | st.booleans() | st.integers(-INTEGER_MAX, INTEGER_MAX) | texts,
    lambda inner: st.lists(inner, max_size=5) | st.dictionaries(texts, inner, max_size=5),
    max_leaves=20,
)


@given(value=values, ascii_only=st.booleans(), indent=st.none() | st.integers(0, 3))
def test_what_json_writes_is_read_as_json_reads_it(
    *, value: object, ascii_only: bool, indent: int | None
) -> None:
    body = json.dumps(value, ensure_ascii=ascii_only, indent=indent).encode()

    assert read_strict(body) == json.loads(body) == value


@given(
    body=st.binary(max_size=60)
    | st.text('[]{}":,\\u0123456789eE+-. atrulsfn', max_size=40).map(str.encode)
)
def test_any_bytes_are_read_or_refused_and_never_crash(body: bytes) -> None:
    assert outcome_of(body) in {"read as json reads it", "refused by a rule of ours"}


def outcome_of(body: bytes) -> str:
    try:
        value = read_signed(body)
    except Problem as problem:
        ours = problem.status == 400 and problem.flaws[0].code.startswith("json.")
        return "refused by a rule of ours" if ours else f"refused by {problem!r}"
    same = value == json.loads(body)
    return "read as json reads it" if same else f"read as {value!r}"
