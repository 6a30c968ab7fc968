"""The messages of google.firestore.v1: the official client's own classes, as plain protobuf.

Each message has a name for annotations and, where this package builds one, a constructor.
protobuf ships no types, so the names say to a reader what they cannot say to a checker.
"""

from __future__ import annotations

from collections.abc import Callable, MutableMapping
from typing import Any, TypeAlias

from google.cloud.firestore_v1.types import common, document, firestore, query, write
from google.protobuf import empty_pb2, timestamp_pb2
from google.protobuf.message import DecodeError as DecodeError  # noqa: PLC0414 - passed on to those who parse

Document: TypeAlias = Any
Value: TypeAlias = Any
Fields: TypeAlias = MutableMapping[str, Value]
DocumentMask: TypeAlias = Any
Precondition: TypeAlias = Any
FieldTransform: TypeAlias = Any
Write: TypeAlias = Any
WriteResult: TypeAlias = Any
StructuredQuery: TypeAlias = Any
StructuredAggregationQuery: TypeAlias = Any
Aggregation: TypeAlias = Any
Filter: TypeAlias = Any
CursorMessage: TypeAlias = Any
TransactionOptions: TypeAlias = Any
Timestamp: TypeAlias = Any
Request: TypeAlias = Any
Response: TypeAlias = Any

make_document: Callable[..., Document] = document.Document.pb()
make_value: Callable[..., Value] = document.Value.pb()
make_array: Callable[..., Any] = document.ArrayValue.pb()
make_write: Callable[..., Write] = write.Write.pb()
make_write_result: Callable[..., WriteResult] = write.WriteResult.pb()
make_query: Callable[..., StructuredQuery] = query.StructuredQuery.pb()
make_cursor: Callable[..., CursorMessage] = query.Cursor.pb()
make_timestamp: Callable[..., Timestamp] = timestamp_pb2.Timestamp
make_empty: Callable[..., Response] = empty_pb2.Empty

make_commit_response: Callable[..., Response] = firestore.CommitResponse.pb()
make_batch_write_response: Callable[..., Response] = firestore.BatchWriteResponse.pb()
make_begin_response: Callable[..., Response] = firestore.BeginTransactionResponse.pb()
make_batch_get_response: Callable[..., Response] = firestore.BatchGetDocumentsResponse.pb()
make_list_response: Callable[..., Response] = firestore.ListDocumentsResponse.pb()
make_collection_ids_response: Callable[..., Response] = firestore.ListCollectionIdsResponse.pb()
make_query_response: Callable[..., Response] = firestore.RunQueryResponse.pb()
make_aggregation_response: Callable[..., Response] = firestore.RunAggregationQueryResponse.pb()

parse_document: Callable[[bytes], Document] = document.Document.pb().FromString
parse_cursor: Callable[[bytes], CursorMessage] = query.Cursor.pb().FromString

FieldOperator: Any = query.StructuredQuery.FieldFilter.Operator
UnaryOperator: Any = query.StructuredQuery.UnaryFilter.Operator
CompositeOperator: Any = query.StructuredQuery.CompositeFilter.Operator
ServerValue: Any = write.DocumentTransform.FieldTransform.ServerValue
Direction: Any = query.StructuredQuery.Direction
ConcurrencyMode: Any = common.TransactionOptions.ConcurrencyMode
