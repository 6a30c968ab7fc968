"""Long-running operations, all of which have ended by the time a client hears of them."""

from __future__ import annotations

import random
from collections.abc import Callable

from google.cloud.firestore_admin_v1.types import operation as types
from google.longrunning import operations_pb2

from emulators.firestore.storage.instants import Instants, timestamp_of
from emulators.firestore.wire import Response

make_operation: Callable[..., Response] = operations_pb2.Operation
make_index_metadata: Callable[..., Response] = types.IndexOperationMetadata.pb()
make_field_metadata: Callable[..., Response] = types.FieldOperationMetadata.pb()


class Operations:
    def __init__(self, instants: Instants, random_: random.Random) -> None:
        self._instants = instants
        self._random = random_

    def index_made(self, database_name: str, index: Response) -> Response:
        return self._done(database_name, make_index_metadata(index=index.name), index)

    def field_updated(self, database_name: str, field: Response) -> Response:
        return self._done(database_name, make_field_metadata(field=field.name), field)

    def _done(self, database_name: str, metadata: Response, result: Response) -> Response:
        now = timestamp_of(self._instants.now())
        metadata.start_time.CopyFrom(now)
        metadata.end_time.CopyFrom(now)
        metadata.state = types.OperationState.SUCCESSFUL
        id_ = self._random.randbytes(12).hex()
        operation = make_operation(name=f"{database_name}/operations/{id_}", done=True)
        operation.metadata.Pack(metadata)
        operation.response.Pack(result)
        return operation
