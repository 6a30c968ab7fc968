"""Google's unmodified Firestore clients, pointed at an emulator, each in a project of its own."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from google.auth.credentials import AnonymousCredentials
from google.cloud.firestore import AsyncClient, Client

_NUMBERS = itertools.count(1)


def new_project() -> str:
    return f"test-{next(_NUMBERS)}"


@contextmanager
def connected(
    host: str, project: str | None = None, database: str | None = None
) -> Iterator[Client]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("FIRESTORE_EMULATOR_HOST", host)
        client = Client(
            project=project or new_project(),
            credentials=_nobody(),
            database=database,
        )
        yield client
        client.close()  # type: ignore[no-untyped-call]  # the library's own


def async_client(host: str) -> AsyncClient:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("FIRESTORE_EMULATOR_HOST", host)
        return AsyncClient(project=new_project(), credentials=_nobody())


def _nobody() -> AnonymousCredentials:
    return AnonymousCredentials()  # type: ignore[no-untyped-call]  # the library's own
