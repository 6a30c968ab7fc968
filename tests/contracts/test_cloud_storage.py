"""What only the Cloud Storage adapter can promise: how a document is labelled, and its failures."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta
from hashlib import sha256
from typing import Any

import pytest
from google.cloud.storage import Bucket

from shared.adapters import cloud_storage
from shared.adapters.cloud_storage import CloudStorageArchive
from shared.domain.errors import Broken
from shared.usecases.ports.failures import Unavailable
from tests.contracts import nobody
from tests.contracts.http_tap import HttpTap
from tests.contracts.local_storage import LocalStorage, client_at

NAME = "invoices/2026/INV-2026-000001.pdf"
PDF = "application/pdf"
FIRST, SECOND = b"%PDF-1.7 the first", b"%PDF-1.7 rendered once more"

CALLS: dict[str, Callable[[CloudStorageArchive], Any]] = {
    "create": lambda archive: archive.create(NAME, FIRST, PDF),
    "read": lambda archive: archive.read(NAME),
    "describe": lambda archive: archive.describe(NAME),
    "list_files": lambda archive: list(archive.list_files("invoices/")),
}
every_call = pytest.mark.parametrize("name", CALLS)


@pytest.fixture
def bucket(local_storage: LocalStorage) -> Iterator[Bucket]:
    with local_storage.bucket() as bucket:
        local_storage.tap.requests.clear()
        yield bucket


@pytest.fixture
def archive(bucket: Bucket) -> CloudStorageArchive:
    return CloudStorageArchive(bucket)


@pytest.fixture
def tap(local_storage: LocalStorage) -> HttpTap:
    return local_storage.tap


def test_a_document_carries_its_type_and_its_hash(
    archive: CloudStorageArchive, bucket: Bucket
) -> None:
    archive.create(NAME, FIRST, PDF)

    blob = bucket.get_blob(NAME)

    assert blob.content_type == PDF
    assert blob.metadata == {"sha256": sha256(FIRST).hexdigest()}


def test_a_document_is_stored_by_one_request(archive: CloudStorageArchive, tap: HttpTap) -> None:
    archive.create(NAME, FIRST, PDF)

    assert len(tap.requests) == 1


def test_after_a_lost_reply_a_second_create_finds_the_first_document(
    archive: CloudStorageArchive, tap: HttpTap
) -> None:
    tap.lose_next_reply()
    with pytest.raises(Unavailable):
        archive.create(NAME, FIRST, PDF)
    assert len(tap.requests) == 1

    found = archive.create(NAME, SECOND, PDF)

    assert found.sha256 == sha256(FIRST).hexdigest()
    assert archive.read(NAME) == FIRST


@every_call
@pytest.mark.parametrize("status", [429, 500, 503])
def test_a_busy_storage_is_unavailable_and_is_not_asked_again(
    archive: CloudStorageArchive, tap: HttpTap, name: str, status: int
) -> None:
    tap.answer_next(status, {}, "")

    with pytest.raises(Unavailable):
        CALLS[name](archive)

    assert len(tap.requests) == 1


@every_call
def test_storage_that_is_down_is_unavailable(name: str) -> None:
    with (
        nobody.refusing() as address,
        client_at(address) as client,
        pytest.raises(Unavailable),
    ):
        CALLS[name](CloudStorageArchive(client.bucket("down")))


@every_call
def test_storage_that_hangs_is_unavailable_after_the_timeout(
    name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cloud_storage, "TIMEOUT_SECONDS", nobody.PATIENCE_SECONDS)
    with (
        nobody.silent() as address,
        client_at(address) as client,
        pytest.raises(Unavailable),
    ):
        CALLS[name](CloudStorageArchive(client.bucket("hangs")))


def test_a_listed_file_says_until_when_the_bucket_keeps_it(
    archive: CloudStorageArchive, bucket: Bucket
) -> None:
    archive.create(NAME, FIRST, PDF)
    (free,) = archive.list_files("invoices/")

    bucket.retention_period = 4018 * 86400
    bucket.patch()
    (kept,) = archive.list_files("invoices/")

    assert free.kept_until is None
    assert kept.kept_until == kept.created_at + timedelta(days=4018)


def test_many_files_are_listed_page_by_page(
    archive: CloudStorageArchive, tap: HttpTap, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(1, 6):
        archive.create(f"invoices/2026/INV-2026-00000{number}.pdf", FIRST, PDF)
    monkeypatch.setattr(cloud_storage, "PAGE_MAX", 2)
    tap.requests.clear()

    assert len(list(archive.list_files("invoices/"))) == 5
    assert len(tap.requests) == 3


def test_a_stranger_in_the_list_has_no_hash(archive: CloudStorageArchive, bucket: Bucket) -> None:
    bucket.blob(NAME).upload_from_string(b"a stranger's", content_type=PDF)

    (found,) = archive.list_files("invoices/")

    assert found.document.sha256 == ""


def test_a_document_of_somebody_else_is_not_taken_for_ours(
    archive: CloudStorageArchive, bucket: Bucket
) -> None:
    bucket.blob(NAME).upload_from_string(b"a stranger's", content_type=PDF)

    with pytest.raises(Broken):
        archive.create(NAME, FIRST, PDF)
