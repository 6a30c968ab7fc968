from __future__ import annotations

from collections.abc import Iterator

import pytest

from emulators.clock.clock import Clock
from emulators.identity.issuer import Issuer
from emulators.shelf import Forgetful
from tests.emulators.tasks.cloud import Cloud, running_cloud


@pytest.fixture(scope="session")
def issuer() -> Issuer:
    shelf = Forgetful().shelf("identity")
    return Issuer(clock=Clock(), shelf=shelf, url="https://accounts.example")


@pytest.fixture
def cloud(issuer: Issuer) -> Iterator[Cloud]:
    with running_cloud(issuer) as cloud:
        yield cloud
