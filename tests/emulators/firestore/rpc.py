"""Firestore's methods one by one, where the client library would hide the step a test is about."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import grpc
from google.cloud.firestore_v1.services.firestore import FirestoreClient
from google.cloud.firestore_v1.services.firestore.transports import FirestoreGrpcTransport
from google.cloud.firestore_v1.types import CommitResponse, Document, StructuredQuery, Write

from tests.emulators.firestore.clients import new_project


@dataclass(frozen=True, slots=True)
class Rpc:
    api: FirestoreClient
    database: str

    @property
    def root(self) -> str:
        return f"{self.database}/documents"

    def begin(self, **options: Any) -> bytes:
        """`options` as in TransactionOptions: `read_only={}`."""
        request = {"database": self.database, "options": options}
        return bytes(self.api.begin_transaction(request=request, retry=None).transaction)

    def get(self, *paths: str, **consistency: Any) -> list[Document | None]:
        """`consistency` is a `transaction` or a `read_time`; None for what is missing."""
        request = {
            "database": self.database,
            "documents": [f"{self.root}/{path}" for path in paths],
            **consistency,
        }
        found = {
            response.found.name: response.found
            for response in self.api.batch_get_documents(request=request, retry=None)
            if response.found.name
        }
        return [found.get(f"{self.root}/{path}") for path in paths]

    def query(self, query: StructuredQuery | Mapping[str, Any], **consistency: Any) -> list[str]:
        """Paths of the results, below the root of the database."""
        request = {"parent": self.root, "structured_query": query, **consistency}
        responses = self.api.run_query(request=request, retry=None)
        names = [response.document.name for response in responses if response.document.name]
        return [name.removeprefix(f"{self.root}/") for name in names]

    def commit(self, *writes: Write, transaction: bytes = b"") -> CommitResponse:
        request = {"database": self.database, "writes": writes, "transaction": transaction}
        return self.api.commit(request=request, retry=None)

    def rollback(self, transaction: bytes) -> None:
        request = {"database": self.database, "transaction": transaction}
        self.api.rollback(request=request, retry=None)

    def put(self, path: str, **fields: int) -> Write:
        """A write that replaces the document by integer fields."""
        values = {name: {"integer_value": value} for name, value in fields.items()}
        return Write(update={"name": f"{self.root}/{path}", "fields": values})

    def integer(self, path: str, field: str) -> int:
        [document] = self.get(path)
        return 0 if document is None else document.fields[field].integer_value


@contextmanager
def rpc_to(host: str, project: str | None = None) -> Iterator[Rpc]:
    with grpc.insecure_channel(host) as channel:
        api = FirestoreClient(transport=FirestoreGrpcTransport(channel=channel))
        yield Rpc(api, f"projects/{project or new_project()}/databases/(default)")
