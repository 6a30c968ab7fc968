from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.emulators.stripe.running import RunningTwin


@pytest.fixture
def twin() -> Iterator[RunningTwin]:
    running = RunningTwin()
    yield running
    running.stop()
