"""Whose books are looked at: the local stack's, or those of a real deployment."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from pathlib import Path

from shared.cli.stack import STACK_FILE, Stack, read_stack
from shared.usecases.ports.archive import Archive
from shared.usecases.ports.database import Database
from shared.usecases.ports.world import Now

DEPLOYMENT = ("GOOGLE_CLOUD_PROJECT", "FIRESTORE_DATABASE", "INVOICES_BUCKET")


@dataclass(frozen=True, slots=True)
class Place:
    project: str
    database: str
    invoices_bucket: str
    stack: Stack | None = None  # None: a deployment on Google Cloud

    def __str__(self) -> str:
        kind = "local stack" if self.stack else "deployment"
        return f"{self.project}/{self.database} ({kind})"


@dataclass(frozen=True, slots=True)
class Cloud:
    place: Place
    database: Database
    archive: Archive
    now: Now


OpenCloud = Callable[[Path | None], AbstractContextManager[Cloud]]


@contextmanager
def open_cloud(stack_path: Path | None) -> Iterator[Cloud]:
    """`CannotRun` if there is nothing to open, or if it does not answer while it is open."""
    place = choose_place(stack_path, os.environ)
    # Google's clients take a second or two to import, which `buy` and `--help` need not wait for.
    from shared.cli.google_cloud import connected  # noqa: PLC0415 - the comment above says why

    with connected(place) as cloud:
        yield cloud


def choose_place(stack_path: Path | None, environment: Mapping[str, str]) -> Place:
    """A stack that was asked for, or a deployment that is named in full, or the stack here."""
    project, database, bucket = (environment.get(name, "").strip() for name in DEPLOYMENT)
    if stack_path is None and project and database and bucket:
        return Place(project, database, bucket)
    stack = read_stack(stack_path or STACK_FILE)
    return Place(stack.project, stack.database, stack.invoices_bucket, stack)
