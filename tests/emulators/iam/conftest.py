from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.emulators.control.local_cloud import Local, running


@pytest.fixture(scope="module")
def local() -> Iterator[Local]:
    """The whole cloud with its doors; whoever takes a grant away gives it back."""
    with running() as cloud:
        yield cloud
