from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.cli.doctor.cloud import DoctorsCloud, running_cloud


@pytest.fixture(scope="module")
def cloud() -> Iterator[DoctorsCloud]:
    """As planned; whoever spoils a service renews it."""
    with running_cloud() as cloud:
        yield cloud
