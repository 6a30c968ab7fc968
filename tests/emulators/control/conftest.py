from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.emulators.control.local_cloud import Local, running


@pytest.fixture
def local() -> Iterator[Local]:
    with running() as cloud:
        yield cloud
