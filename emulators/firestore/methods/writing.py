"""Methods that write documents one by one: Create-, Update-, DeleteDocument and BatchWrite."""

from __future__ import annotations

import random
import string

from google.cloud.firestore_v1.types import firestore

from emulators.firestore.methods.answering import Methods, unary
from emulators.firestore.queries.projection import mask_projection, project
from emulators.firestore.storage.databases import Databases
from emulators.firestore.storage.names import (
    check_id,
    database_of_document,
    database_of_parent,
)
from emulators.firestore.transactions.locking import Locking
from emulators.firestore.wire import (
    Document,
    Request,
    Response,
    Write,
    make_batch_write_response,
    make_empty,
    make_write,
)
from emulators.firestore.writes.apply import name_of
from emulators.firestore.writes.limits import check_request
from emulators.google_apis.refused import Refused, invalid

AUTO_ID_LENGTH = 20
_AUTO_ID_ALPHABET = string.ascii_letters + string.digits


class Writing:
    def __init__(self, databases: Databases, locking: Locking, random_: random.Random) -> None:
        self._databases = databases
        self._locking = locking
        self._random = random_

    def methods(self) -> Methods:
        return {
            "CreateDocument": unary(self.create_document, firestore.CreateDocumentRequest),
            "UpdateDocument": unary(self.update_document, firestore.UpdateDocumentRequest),
            "DeleteDocument": unary(self.delete_document, firestore.DeleteDocumentRequest),
            "BatchWrite": unary(self.batch_write, firestore.BatchWriteRequest),
        }

    async def create_document(self, request: Request) -> Document:
        database_of_parent(request.parent)
        check_id(request.collection_id, "Collection")
        id_ = request.document_id or "".join(
            self._random.choices(_AUTO_ID_ALPHABET, k=AUTO_ID_LENGTH)
        )
        check_id(id_, "Resource")
        write = make_write(update=request.document, current_document={"exists": False})
        write.update.name = f"{request.parent}/{request.collection_id}/{id_}"
        return await self._written(write, request)

    async def update_document(self, request: Request) -> Document:
        write = make_write(update=request.document)
        if request.HasField("update_mask"):
            write.update_mask.CopyFrom(request.update_mask)
        if request.HasField("current_document"):
            write.current_document.CopyFrom(request.current_document)
        return await self._written(write, request)

    async def delete_document(self, request: Request) -> Response:
        write = make_write(delete=request.name)
        if request.HasField("current_document"):
            write.current_document.CopyFrom(request.current_document)
        database = self._databases.open(database_of_document(request.name))
        await self._locking.commit_alone(database, [write])
        return make_empty()

    async def batch_write(self, request: Request) -> Response:
        """Each write stands or falls alone."""
        database = self._databases.open(request.database)
        names = list(map(name_of, request.writes))
        if len(set(names)) < len(names):
            raise invalid("the same document cannot be written more than once in a single request")
        check_request(request, database.name)
        response = make_batch_write_response()
        for write in request.writes:
            result, status = response.write_results.add(), response.status.add()
            try:
                staged = await self._locking.commit_alone(database, [write])
                result.CopyFrom(staged.results[0])
            except Refused as refusal:
                status.code, status.message = refusal.code.value[0], refusal.message
        return response

    async def _written(self, write: Write, request: Request) -> Document:
        """The document as stored, cut to the request's mask."""
        projection = mask_projection(request)
        database = self._databases.open(database_of_document(write.update.name))
        await self._locking.commit_alone(database, [write])
        return project(database.document(write.update.name), projection)
