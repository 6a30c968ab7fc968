"""The provider stub itself."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.terraform.stub.cty import UNKNOWN
from tests.terraform.stub.msgpack import Reader, Unreadable, pack
from tests.terraform.stub.server import OnlyForTests, serving

NUMBERS = st.integers(-(2**63), 2**64 - 1) | st.floats(allow_nan=False)
VALUES: st.SearchStrategy[Any] = st.recursive(
    st.none() | st.booleans() | NUMBERS | st.text() | st.just(UNKNOWN),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=20,
)


@given(VALUES)
def test_what_is_packed_is_read_again(value: Any) -> None:
    assert Reader(pack(value, UNKNOWN), UNKNOWN).read() == value


@pytest.mark.parametrize(
    ("data", "value"),
    [
        ("81a161 01", {"a": 1}),
        ("92 c2 c0", [False, None]),
        ("d9 03 616263", "abc"),
        ("dc 0002 7f e0", [127, -32]),
        ("cb 3ff8000000000000", 1.5),
        ("de 0001 a162 da 0001 63", {"b": "c"}),
        ("c7 03 0c 81 01 c2", UNKNOWN),  # unknown, and what is known of it all the same
        ("d4 00 00", UNKNOWN),
    ],
)
def test_short_forms_as_terraform_writes_them_are_read(data: str, value: Any) -> None:
    assert Reader(bytes.fromhex(data), UNKNOWN).read() == value


@pytest.mark.parametrize("data", ["", "92 01", "d9 05 61", "c1"])
def test_broken_bytes_are_refused(data: str) -> None:
    with pytest.raises(Unreadable):
        Reader(bytes.fromhex(data), UNKNOWN).read()


def test_a_number_without_bounds_travels_as_text() -> None:
    assert Reader(pack(2**70, UNKNOWN), UNKNOWN).read() == str(2**70)


@pytest.mark.parametrize("environment", [{}, {"TFSTUB": "0"}, {"TFSTUB": "true"}])
def test_the_stub_refuses_to_run_for_anything_but_tests(
    environment: dict[str, str], tmp_path: Path
) -> None:
    with pytest.raises(OnlyForTests), serving({}, tmp_path, environment):
        pass
