from __future__ import annotations

from collections.abc import Iterator

import pytest

from emulators.clock.clock import Clock
from emulators.google.installed import pubsub_command
from emulators.identity.issuer import Issuer
from emulators.shelf import Forgetful
from tests.emulators.google_emulator import running as running_google
from tests.emulators.pubsub.clients import Clients, connected
from tests.emulators.pubsub.local_pubsub import LocalPubSub, running


@pytest.fixture(scope="session")
def issuer() -> Issuer:
    shelf = Forgetful().shelf("identity")
    return Issuer(clock=Clock(), shelf=shelf, url="https://accounts.example")


@pytest.fixture
def pubsub(issuer: Issuer) -> Iterator[LocalPubSub]:
    """The embedded Pub/Sub, fresh for each test, on a clock that can be moved."""
    with running(issuer) as pubsub:
        yield pubsub


@pytest.fixture
def clients(pubsub: LocalPubSub) -> Clients:
    return pubsub.clients


@pytest.fixture(scope="session")
def official_address() -> Iterator[str]:
    with running_google(pubsub_command) as address:
        yield address


@pytest.fixture(params=["embedded", pytest.param("official", marks=pytest.mark.official)])
def any_clients(request: pytest.FixtureRequest) -> Iterator[Clients]:
    """Clients of the embedded Pub/Sub, then of Google's emulator: both must pass the test."""
    if request.param == "embedded":
        yield request.getfixturevalue("clients")
        return
    with connected(request.getfixturevalue("official_address")) as clients:
        yield clients
