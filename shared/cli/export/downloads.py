"""The year's files from the archive, read some ahead, each held to the hash on record."""

from __future__ import annotations

import hashlib
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor

from shared.adapters.world import wait
from shared.cli.export.spool import ListedFile
from shared.usecases.ports.archive import Archive, NotArchived
from shared.usecases.ports.failures import Unavailable

WORKERS = 8
AHEAD_MAX = 32  # files in memory
ATTEMPTS_MAX = 4


class WrongFile(Exception):
    """The archive does not hold what was issued. The text is one line."""


def downloads(archive: Archive, files: Iterable[ListedFile]) -> Iterator[tuple[ListedFile, bytes]]:
    """In the order of `files`. `WrongFile`, or `Unavailable` when asking again did not help."""
    under_way: deque[tuple[ListedFile, Future[bytes]]] = deque()
    with ThreadPoolExecutor(WORKERS) as pool:
        try:
            for file in files:
                under_way.append((file, pool.submit(_read, archive, file)))
                if len(under_way) == AHEAD_MAX:
                    yield _done(under_way)
            while under_way:
                yield _done(under_way)
        finally:
            for _, future in under_way:
                future.cancel()


def _done(under_way: deque[tuple[ListedFile, Future[bytes]]]) -> tuple[ListedFile, bytes]:
    file, future = under_way.popleft()
    return file, future.result()


def _read(archive: Archive, file: ListedFile) -> bytes:
    try:
        content = _patiently(archive, file.archive_name)
    except NotArchived as error:
        raise WrongFile(f"{file.archive_name} is not in the archive") from error
    if hashlib.sha256(content).hexdigest() != file.sha256:
        raise WrongFile(f"{file.archive_name} is not the file that was issued")
    return content


def _patiently(archive: Archive, name: str) -> bytes:
    for attempt in range(1, ATTEMPTS_MAX):
        try:
            return archive.read(name)
        except Unavailable:
            wait(0.5 * 2**attempt)
    return archive.read(name)
