"""The emulators that several files of contracts share, one of each kind for the session."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from shared.adapters.firestore.database import FirestoreDatabase
from shared.usecases.ports.database import Database
from tests.contracts.local_firestore import LocalFirestore, running_firestore
from tests.contracts.local_pubsub import LocalPubSub, running_pubsub
from tests.contracts.local_ses import LocalSes, running_ses
from tests.contracts.local_storage import LocalStorage, running_storage
from tests.contracts.local_stripe import LocalStripe, running_stripe
from tests.fakes.database import MemoryDatabase


@pytest.fixture(scope="session")
def local_firestore() -> Iterator[LocalFirestore]:
    with running_firestore() as firestore:
        yield firestore


@pytest.fixture(scope="session")
def local_pubsub() -> Iterator[LocalPubSub]:
    with running_pubsub() as pubsub:
        yield pubsub


@pytest.fixture(scope="session")
def local_storage() -> Iterator[LocalStorage]:
    with running_storage() as storage:
        yield storage


@pytest.fixture(scope="session")
def local_ses() -> Iterator[LocalSes]:
    with running_ses() as ses:
        yield ses


@pytest.fixture(scope="session")
def local_stripe() -> Iterator[LocalStripe]:
    with running_stripe() as stripe:
        yield stripe


@pytest.fixture(params=["memory", "firestore"])
def database(request: pytest.FixtureRequest) -> Iterator[Database]:
    """The fake, then the adapter on the emulator: empty, and both must pass the test."""
    if request.param == "memory":
        yield MemoryDatabase()
        return
    with request.getfixturevalue("local_firestore").client() as client:
        yield FirestoreDatabase(client)
