"""The official clients, at Google or at the local stack, and what may go wrong with them."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager

from google.api_core.exceptions import GoogleAPICallError
from google.auth.exceptions import GoogleAuthError
from google.cloud import firestore
from google.cloud.storage import Client as StorageClient

from shared.adapters.cloud_storage import CloudStorageArchive
from shared.adapters.firestore.database import FirestoreDatabase
from shared.adapters.world import utc_now
from shared.cli.cannot_run import CannotRun
from shared.cli.cloud import Cloud, Place
from shared.cli.stack import NOT_RUNNING, Stack
from shared.usecases.ports.failures import Unavailable


@contextmanager
def connected(place: Place) -> Iterator[Cloud]:
    try:
        with ExitStack() as clients:
            yield _cloud(place, clients)
    except GoogleAuthError as error:
        login = "run `gcloud auth application-default login`"
        raise CannotRun(f"No usable Google credentials: {login} ({_line(error)})") from error
    except GoogleAPICallError as error:
        raise CannotRun(
            f"{place} refuses: check its name and your role ({_line(error)})"
        ) from error
    except Unavailable as error:
        remedy = "try again" if place.stack is None else NOT_RUNNING
        raise CannotRun(f"{place} does not answer: {remedy} ({_line(error)})") from error


def _cloud(place: Place, clients: ExitStack) -> Cloud:
    if place.stack is not None:
        _dial(place.stack)
    documents = firestore.Client(project=place.project, database=place.database)
    clients.callback(documents.close)
    files = StorageClient(project=place.project)
    clients.callback(files.close)
    archive = CloudStorageArchive(files.bucket(place.invoices_bucket))
    return Cloud(place, FirestoreDatabase(documents), archive, utc_now)


def _dial(stack: Stack) -> None:
    """The official clients read these when they are built, and nothing else."""
    os.environ["FIRESTORE_EMULATOR_HOST"] = stack.firestore
    os.environ["STORAGE_EMULATOR_HOST"] = stack.storage


def _line(error: Exception) -> str:
    return " ".join(str(error).split())[:200]
