"""The gRPC service google.pubsub.v1.SchemaService."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import grpc
from google.protobuf.empty_pb2 import Empty
from google.pubsub_v1 import types

from emulators.google_apis.grpc_methods import unary
from emulators.google_apis.refused import invalid
from emulators.pubsub.names import require_schema_name
from emulators.pubsub.paging import page
from emulators.pubsub.refusals import answering
from emulators.pubsub.schemas.revisions import Revision, compiled
from emulators.pubsub.schemas.schemas import Schemas
from emulators.pubsub.schemas.topic_schemas import require_fit

_FULL = types.SchemaView.FULL


class SchemaService:
    def __init__(self, schemas: Schemas, deleted: Callable[[str], None]) -> None:
        """`deleted` hears the name of each schema that is gone."""
        self._schemas = schemas
        self._deleted = deleted

    def methods(self) -> dict[str, grpc.RpcMethodHandler]:
        return {
            "CreateSchema": unary(answering(self._create), types.CreateSchemaRequest),
            "GetSchema": unary(answering(self._get), types.GetSchemaRequest),
            "ListSchemas": unary(answering(self._list), types.ListSchemasRequest),
            "ListSchemaRevisions": unary(
                answering(self._list_revisions), types.ListSchemaRevisionsRequest
            ),
            "CommitSchema": unary(answering(self._commit), types.CommitSchemaRequest),
            "RollbackSchema": unary(answering(self._roll_back), types.RollbackSchemaRequest),
            "DeleteSchemaRevision": unary(
                answering(self._delete_revision), types.DeleteSchemaRevisionRequest
            ),
            "DeleteSchema": unary(answering(self._delete), types.DeleteSchemaRequest),
            "ValidateSchema": unary(answering(self._validate), types.ValidateSchemaRequest),
            "ValidateMessage": unary(
                answering(self._validate_message), types.ValidateMessageRequest
            ),
        }

    def _create(self, request: Any) -> Any:
        name = f"{request.parent}/schemas/{request.schema_id}"
        return self._schemas.create(name, request.schema).spec

    def _get(self, request: Any) -> Any:
        return _view(self._schemas.get(request.name), request.view or _FULL)

    def _list(self, request: Any) -> Any:
        of_project = (name for name in self._schemas.all if name.startswith(f"{request.parent}/"))
        names, token = page(of_project, request.page_size, request.page_token)
        schemas = [_view(self._schemas.of(name).latest, request.view) for name in names]
        return types.ListSchemasResponse.pb()(schemas=schemas, next_page_token=token)

    def _list_revisions(self, request: Any) -> Any:
        """Newest first; the page token is the position in that order."""
        newest_first = self._schemas.of(request.name).newest_first()
        positions = {f"{position:04}": one for position, one in enumerate(newest_first)}
        shown, token = page(positions, request.page_size, request.page_token)
        schemas = [_view(positions[position], request.view) for position in shown]
        return types.ListSchemaRevisionsResponse.pb()(schemas=schemas, next_page_token=token)

    def _commit(self, request: Any) -> Any:
        return self._schemas.commit(request.name, request.schema).spec

    def _roll_back(self, request: Any) -> Any:
        return self._schemas.roll_back(request.name, request.revision_id).spec

    def _delete_revision(self, request: Any) -> Any:
        return self._schemas.delete_revision(request.name).spec

    def _delete(self, request: Any) -> Empty:
        self._schemas.delete(request.name)
        self._deleted(request.name)
        return Empty()

    def _validate(self, request: Any) -> Any:
        if request.schema.name:
            require_schema_name(request.schema.name)
        compiled(request.schema)
        return types.ValidateSchemaResponse.pb()()

    def _validate_message(self, request: Any) -> Any:
        kind = request.WhichOneof("schema_spec")
        if kind == "name":
            revisions = [self._schemas.get(request.name)]
        elif kind == "schema":
            revisions = [Revision(request.schema, compiled(request.schema))]
        else:
            raise invalid("Either the name of a schema or a schema has to be given.")
        require_fit(request.message, request.encoding, revisions)
        return types.ValidateMessageResponse.pb()()


def _view(revision: Revision, view: int) -> Any:
    """Return the whole schema, or all but its definition."""
    if view == _FULL:
        return revision.spec
    basic = type(revision.spec)()
    basic.CopyFrom(revision.spec)
    basic.ClearField("definition")
    basic.ClearField("compiled_proto_schema")
    return basic
