"""The whole stack for a test: `make up` on free ports, in a directory of its own.

`stack` is shared by the tests of one file, which may kill functions but not the stack itself.
A test that needs a stack to itself says `with running(directory) as stack:`. All of them bear
the marker `journey`.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.journeys.stack import Stack, running


@pytest.fixture(scope="module")
def stack(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stack]:
    with running(tmp_path_factory.mktemp("stack")) as running_stack:
        yield running_stack


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents:
            item.add_marker(pytest.mark.journey)
