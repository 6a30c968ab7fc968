"""A Cloud Storage bucket behind the `Archive` port. `if_generation_match=0` is the whole trick."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from typing import TypeVar

import requests
from google.api_core import exceptions as gax
from google.cloud.storage import Blob, Bucket

from shared.domain.errors import Broken
from shared.domain.invoice import ArchivedDocument
from shared.usecases.ports.archive import KeptFile, NotArchived
from shared.usecases.ports.failures import Unavailable

T = TypeVar("T")

TIMEOUT_SECONDS = 10.0
PAGE_MAX = 1000  # the service's own limit
_HASH = "sha256"  # the metadata key that carries the content's hash


class CloudStorageArchive:
    def __init__(self, bucket: Bucket) -> None:
        self._bucket = bucket

    def create(self, name: str, content: bytes, content_type: str) -> ArchivedDocument:
        blob = self._bucket.blob(name)
        blob.metadata = {_HASH: hashlib.sha256(content).hexdigest()}
        try:
            _ask(
                lambda: blob.upload_from_string(
                    content,
                    content_type=content_type,
                    if_generation_match=0,
                    timeout=TIMEOUT_SECONDS,
                    retry=None,
                )
            )
        except gax.PreconditionFailed as error:
            kept = self.describe(name)
            if kept is None:
                raise Unavailable(f"{name} exists and does not") from error
            return kept
        return _described(blob)

    def read(self, name: str) -> bytes:
        try:
            content: bytes = _ask(
                lambda: self._bucket.blob(name).download_as_bytes(
                    timeout=TIMEOUT_SECONDS, retry=None
                )
            )
        except gax.NotFound as error:
            raise NotArchived(name) from error
        return content

    def describe(self, name: str) -> ArchivedDocument | None:
        blob = _ask(lambda: self._bucket.get_blob(name, timeout=TIMEOUT_SECONDS, retry=None))
        return None if blob is None else _described(blob)

    def list_files(self, folder: str) -> Iterator[KeptFile]:
        pages = self._bucket.list_blobs(
            prefix=folder, page_size=PAGE_MAX, timeout=TIMEOUT_SECONDS, retry=None
        ).pages
        while (page := _ask(lambda: next(pages, None))) is not None:
            yield from map(_kept, page)


def _described(blob: Blob) -> ArchivedDocument:
    digest = (blob.metadata or {}).get(_HASH)
    if digest is None or blob.generation is None:
        raise Broken(f"{blob.name} was not put there by us")
    return ArchivedDocument(blob.name, digest, int(blob.generation))


def _kept(blob: Blob) -> KeptFile:
    digest = (blob.metadata or {}).get(_HASH, "")
    return KeptFile(
        document=ArchivedDocument(blob.name, digest, int(blob.generation)),
        content_type=blob.content_type or "",
        created_at=blob.time_created,
        kept_until=blob.retention_expiration_time,
    )


def _ask(call: Callable[[], T]) -> T:
    try:
        return call()
    except (
        gax.ServerError,
        gax.TooManyRequests,
        gax.RetryError,
        requests.RequestException,
    ) as error:
        raise Unavailable(str(error)) from error
