"""`explain` and `audit` through Google's own clients, against the local cloud."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from google.api_core.exceptions import Forbidden
from google.auth.exceptions import DefaultCredentialsError
from google.cloud import firestore
from google.cloud.storage import Bucket

from shared.adapters.cloud_storage import CloudStorageArchive
from shared.adapters.firestore.codec import COLLECTIONS
from shared.adapters.firestore.database import FirestoreDatabase
from shared.cli.cannot_run import CannotRun
from shared.cli.cloud import choose_place
from shared.cli.google_cloud import connected
from shared.cli.main import main
from shared.domain.invoice import Invoice
from shared.usecases.ports.database import Put
from shared.usecases.ports.failures import Unavailable
from tests.cli.books import SoldBooks, sold_books
from tests.cli.fake_stack import FakeStack
from tests.emulators.firestore.local_firestore import running as running_firestore
from tests.emulators.storage.cloud import running_cloud
from tests.fakes.archive import ELEVEN_YEARS

Capture = pytest.CaptureFixture[str]


@dataclass(frozen=True, slots=True)
class Kept:
    """Books that lie in the local cloud."""

    books: SoldBooks
    bucket: Bucket
    stack_file: str


@pytest.fixture
def kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Kept]:
    books = sold_books()
    with running_cloud() as files, running_firestore() as documents:
        bucket = files.bucket()
        bucket.retention_period = int(ELEVEN_YEARS.total_seconds())
        bucket.patch()
        _file_documents(books, CloudStorageArchive(bucket))
        monkeypatch.setenv("FIRESTORE_EMULATOR_HOST", documents.host)
        every = [Put(record) for kind in COLLECTIONS for record in books.database.scan(kind)]
        with closing(firestore.Client(project="kvitto-test", database="commerce")) as client:
            FirestoreDatabase(client).commit(every)
        stack_file = FakeStack().stack_file(
            tmp_path,
            project="kvitto-test",
            checkout="http://127.0.0.1:1",
            firestore=documents.host,
            storage=files.url,
            invoices_bucket=bucket.name,
        )
        yield Kept(books, bucket, stack_file)


def test_an_order_in_firestore_is_explained(kept: Kept, capsys: Capture) -> None:
    order = kept.books.orders[0]

    assert main(["explain", order.id, "--stack", kept.stack_file]) == 0

    assert capsys.readouterr().out.startswith(f"{order.id} is paid\n")


def test_books_in_firestore_and_documents_in_storage_pass(kept: Kept, capsys: Capture) -> None:
    assert main(["audit", "--at-rest", "--stack", kept.stack_file]) == 0

    assert "        1  orders\n" in capsys.readouterr().out


def test_a_document_that_vanished_from_the_bucket_is_a_breach(kept: Kept, capsys: Capture) -> None:
    (blob,) = (blob for blob in kept.bucket.list_blobs() if blob.name.endswith(".pdf"))
    kept.bucket.retention_period = None
    kept.bucket.patch()
    blob.delete()

    assert main(["audit", "--json", "--no-retention", "--stack", kept.stack_file]) == 1

    (breach,) = json.loads(capsys.readouterr().out)["breaches"]
    assert (breach["what"], breach["ids"][1]) == ("the document is gone", blob.name)


@pytest.mark.parametrize(
    ("kind", "text", "words"),
    [
        (DefaultCredentialsError, "none found", "run `gcloud auth application-default login`"),
        (Forbidden, "no\npermission", "check its name and your role (403 no permission)"),
        (Unavailable, "deadline", "does not answer: "),
    ],
)
def test_what_google_refuses_is_one_line_with_a_remedy(
    kind: type[Exception], text: str, words: str, kept: Kept
) -> None:
    place = choose_place(Path(kept.stack_file), {})

    with pytest.raises(CannotRun) as trouble, connected(place):
        raise kind(text)

    assert words in str(trouble.value)
    assert "\n" not in str(trouble.value)


def _file_documents(books: SoldBooks, archive: CloudStorageArchive) -> None:
    """The bucket gives each document a generation of its own."""
    for invoice in list(books.database.scan(Invoice)):
        document, frozen = (
            archive.create(file.name, books.archive.read(file.name), _type_of(books, file.name))
            for file in invoice.files
        )
        books.spoil(replace(invoice, document=document, frozen=frozen))


def _type_of(books: SoldBooks, name: str) -> str:
    return next(file.content_type for file in books.archive.list_files(name))
