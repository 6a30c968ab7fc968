from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.emulators.secrets.cloud import Cloud, running_cloud


@pytest.fixture
def cloud() -> Iterator[Cloud]:
    with running_cloud() as cloud:
        yield cloud
