"""GetDocument and BatchGetDocuments."""

from __future__ import annotations

from collections.abc import AsyncIterator

from google.cloud.firestore_v1.types import firestore

from emulators.firestore.methods.answering import Methods, server_stream, unary
from emulators.firestore.methods.consistency import Consistency
from emulators.firestore.queries.projection import mask_projection, project
from emulators.firestore.storage.databases import Databases
from emulators.firestore.storage.instants import timestamp_of
from emulators.firestore.storage.names import check_document_name, database_of_document
from emulators.firestore.wire import Document, Request, Response, make_batch_get_response
from emulators.google_apis.refused import not_found


class Reading:
    def __init__(self, databases: Databases, consistency: Consistency) -> None:
        self._databases = databases
        self._consistency = consistency

    def methods(self) -> Methods:
        return {
            "GetDocument": unary(self.get_document, firestore.GetDocumentRequest),
            "BatchGetDocuments": server_stream(
                self.batch_get_documents, firestore.BatchGetDocumentsRequest
            ),
        }

    async def get_document(self, request: Request) -> Document:
        database = self._databases.open(database_of_document(request.name))
        projection = mask_projection(request)
        with self._consistency.read(database, request) as read:
            [document] = await read.view.documents([request.name])
        if document is None:
            raise not_found(f'Document "{request.name}" not found.')
        return project(document, projection)

    async def batch_get_documents(self, request: Request) -> AsyncIterator[Response]:
        """Each name once, however often it was asked for."""
        database = self._databases.open(request.database)
        names = list(dict.fromkeys(request.documents))
        for name in names:
            check_document_name(name, database.name)
        projection = mask_projection(request)
        with self._consistency.read(database, request) as read:
            documents = await read.view.documents(names)
            read_time = timestamp_of(read.view.read_at())
        if read.begun:
            yield make_batch_get_response(transaction=read.begun)
        for name, document in zip(names, documents, strict=True):
            if document is None:
                yield make_batch_get_response(missing=name, read_time=read_time)
            else:
                found = project(document, projection)
                yield make_batch_get_response(found=found, read_time=read_time)
