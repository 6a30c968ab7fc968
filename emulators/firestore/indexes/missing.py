"""How production refuses a query for want of an index: with a link or a command that makes it."""

from __future__ import annotations

import base64

from emulators.firestore.indexes.admin_messages import index_message
from emulators.firestore.indexes.definition import (
    ASCENDING,
    CONTAINS,
    DESCENDING,
    VECTOR,
    Fields,
    IndexDefinition,
    IndexField,
)
from emulators.firestore.indexes.need import Need
from emulators.firestore.queries.conditions import Kind
from emulators.firestore.queries.query import Query
from emulators.firestore.values.field_path import NAME
from emulators.google_apis.refused import Refused, failed_precondition

_CONSOLE = "https://console.firebase.google.com/v1/r/project"
_SEVERAL_RANGES = (
    " .\nThe query contains range and inequality filters on multiple fields, please refer to the"
    " documentation for index selection best practices:"
    " https://cloud.google.com/firestore/docs/query-data/multiple-range-fields."
)
_SHORT = {ASCENDING: "ASC", DESCENDING: "DESC", CONTAINS: "CONTAINS"}


def missing_index(query: Query, need: Need) -> Refused:
    database = query.database_name
    index = need.definition
    if query.nearest is not None:
        return failed_precondition(_vector_text(database, index))
    if len(index.fields) == 1 and index.fields[0].path != NAME:
        return failed_precondition(_single_text(database, index))
    name = f"{database}/collectionGroups/{index.collection}/indexes/_"
    link = _link(database, "create_composite", index, name, index.full_fields)
    text = f"The query requires an index. You can create it here: {link}"
    return failed_precondition(text + (_SEVERAL_RANGES if _has_several_ranges(query) else ""))


def _single_text(database: str, index: IndexDefinition) -> str:
    [field] = index.fields
    name = f"{database}/collectionGroups/{index.collection}/fields/{field.path}"
    link = _link(database, "create_exemption", index, name, index.fields)
    return (
        f"The query requires a {index.scope}_{_SHORT[field.mode]} index for collection"
        f" {index.collection} and field {field.path}. You can create it here: {link}"
    )


def _vector_text(database: str, index: IndexDefinition) -> str:
    options = " ".join(f"--field-config={_field_config(field)}" for field in index.fields)
    return (
        "Missing vector index configuration. Please create the required index with the following"
        f" gcloud command: gcloud firestore indexes composite create --project={_id(database, 1)}"
        f" --collection-group={index.collection} --query-scope={index.scope} {options}"
    )


def _field_config(field: IndexField) -> str:
    if field.mode == VECTOR:
        shape = f'{{"dimension":"{field.dimension}","flat": "{{}}"}}'
        return f"vector-config='{shape}',field-path={field.path}"
    kind = "array-config" if field.mode == CONTAINS else "order"
    return f"{kind}={field.mode},field-path={field.path}"


def _link(database: str, action: str, index: IndexDefinition, name: str, fields: Fields) -> str:
    message = index_message(name, IndexDefinition(index.collection, index.scope, fields))
    packed = base64.urlsafe_b64encode(message.SerializeToString()).rstrip(b"=").decode()
    id_ = _id(database, 3)
    place = "firestore" if id_ == "(default)" else f"firestore/databases/{id_}"
    return f"{_CONSOLE}/{_id(database, 1)}/{place}/indexes?{action}={packed}"


def _id(database: str, position: int) -> str:
    return database.split("/")[position]


def _has_several_ranges(query: Query) -> bool:
    ranges = {each.path for each in query.where.conditions() if each.kind is Kind.INEQUALITY}
    return len(ranges) > 1
