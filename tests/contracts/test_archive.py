"""The Archive port: the first document under a name is the one that stays."""

from __future__ import annotations

from collections.abc import Iterator
from hashlib import sha256

import pytest

from shared.adapters.cloud_storage import CloudStorageArchive
from shared.usecases.ports.archive import Archive, NotArchived
from tests.fakes.archive import MemoryArchive

NAME = "invoices/2026/INV-2026-000001.pdf"
PDF = "application/pdf"
FIRST, SECOND = b"%PDF-1.7 the first", b"%PDF-1.7 rendered once more"


@pytest.fixture(params=["memory", "cloud storage"])
def archive(request: pytest.FixtureRequest) -> Iterator[Archive]:
    if request.param == "memory":
        yield MemoryArchive()
        return
    with request.getfixturevalue("local_storage").bucket() as bucket:
        yield CloudStorageArchive(bucket)


def test_a_document_is_described_and_kept(archive: Archive) -> None:
    stored = archive.create(NAME, FIRST, PDF)

    assert stored.name == NAME
    assert stored.sha256 == sha256(FIRST).hexdigest()
    assert stored.generation > 0
    assert archive.read(NAME) == FIRST
    assert archive.describe(NAME) == stored


def test_the_first_document_stays_and_the_answer_describes_it(archive: Archive) -> None:
    first = archive.create(NAME, FIRST, PDF)

    answer = archive.create(NAME, SECOND, PDF)

    assert answer == first
    assert archive.read(NAME) == FIRST
    assert archive.describe(NAME) == first


def test_documents_do_not_mix(archive: Archive) -> None:
    archive.create(NAME, FIRST, PDF)
    other = archive.create("invoices/2026/INV-2026-000002.pdf", SECOND, PDF)

    assert other.sha256 == sha256(SECOND).hexdigest()
    assert archive.read(NAME) == FIRST
    assert archive.read(other.name) == SECOND


def test_a_document_may_be_empty(archive: Archive) -> None:
    archive.create(NAME, b"", PDF)

    assert archive.read(NAME) == b""


def test_files_are_listed_with_their_labels_by_the_folder_they_are_in(archive: Archive) -> None:
    second = archive.create("invoices/2026/INV-2026-000001.json", SECOND, "application/json")
    first = archive.create(NAME, FIRST, PDF)
    archive.create("elsewhere/INV-2026-000001.pdf", FIRST, PDF)

    found = sorted(archive.list_files("invoices/"), key=lambda file: file.document.name)

    assert [file.document for file in found] == [second, first]
    assert [file.content_type for file in found] == ["application/json", PDF]
    assert all(file.created_at.tzinfo for file in found)


def test_an_empty_archive_lists_nothing(archive: Archive) -> None:
    assert list(archive.list_files("")) == []


def test_a_document_that_is_missing_cannot_be_read(archive: Archive) -> None:
    with pytest.raises(NotArchived):
        archive.read(NAME)


def test_a_document_that_is_missing_has_no_description(archive: Archive) -> None:
    assert archive.describe(NAME) is None
