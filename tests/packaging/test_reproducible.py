"""The same sources give the same bytes, whoever builds them, where and when."""

from __future__ import annotations

import pytest

from tests.functions.deployed import NAMES
from tests.packaging.conftest import Archives


@pytest.mark.parametrize("name", NAMES)
def test_a_second_build_gives_the_same_bytes(
    name: str, built: Archives, built_again: Archives
) -> None:
    assert built[name] != built_again[name]
    assert built[name].read_bytes() == built_again[name].read_bytes()
