from __future__ import annotations

from collections.abc import Iterator

import pytest
from google.cloud.firestore import Client

from emulators.google.installed import firestore_command
from tests.emulators.firestore.clients import connected
from tests.emulators.firestore.local_firestore import LocalFirestore, running
from tests.emulators.firestore.rpc import Rpc, rpc_to
from tests.emulators.google_emulator import running as running_google


@pytest.fixture(scope="session")
def embedded_host() -> Iterator[str]:
    with running() as firestore:
        yield firestore.host


@pytest.fixture(scope="session")
def official_host() -> Iterator[str]:
    with running_google(firestore_command) as host:
        yield host


@pytest.fixture(params=["embedded", pytest.param("official", marks=pytest.mark.official)])
def any_host(request: pytest.FixtureRequest) -> str:
    """The embedded Firestore, then Google's emulator: both must pass the test."""
    host: str = request.getfixturevalue(f"{request.param}_host")
    return host


@pytest.fixture
def client(any_host: str) -> Iterator[Client]:
    """A client of an empty database."""
    with connected(any_host) as client:
        yield client


@pytest.fixture
def rpc(any_host: str) -> Iterator[Rpc]:
    """Bare methods on an empty database."""
    with rpc_to(any_host) as rpc:
        yield rpc


@pytest.fixture
def firestore() -> Iterator[LocalFirestore]:
    """An embedded Firestore for one test alone, whose clock it may move."""
    with running() as firestore:
        yield firestore


@pytest.fixture
def own_rpc(firestore: LocalFirestore) -> Iterator[Rpc]:
    with rpc_to(firestore.host) as rpc:
        yield rpc
