"""Firestore: the database, the indexes that queries need, and those that writes suffer from."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import Any

from google.api_core.exceptions import NotFound
from google.cloud.firestore_admin_v1 import Field, Index

from shared.cli.doctor.clients import CALL
from shared.cli.doctor.deployment import Deployment
from shared.cli.doctor.examination import Check
from shared.cli.doctor.finding import Finding, broken, risk

_EVERY_GROUP = "collectionGroups/-"
_NAME = "__name__"  # every index ends with it, said or not
_OVERRIDDEN = "indexConfig.usesAncestorConfig:false OR ttlConfig:*"
FieldKey = tuple[str, str]  # collection and field


def checks(deployment: Deployment) -> Iterator[Check]:
    subject = f"database {deployment.wiring.firestore.database}"
    for area, look in (
        ("database", _database),
        ("list of indexes", _indexes),
        ("list of fields", _fields),
    ):
        yield Check(area, subject, partial(look, deployment))


def _database(deployment: Deployment) -> Iterator[Finding]:
    try:
        deployment.clients.firestore.get_database(name=deployment.wiring.database, **CALL)
    except NotFound:
        what = f"database {deployment.wiring.firestore.database} is not there"
        yield broken("database-missing", what, deployment.as_planned)


def _indexes(deployment: Deployment) -> Iterator[Finding]:
    parent = f"{deployment.wiring.database}/{_EVERY_GROUP}"
    listed = deployment.clients.firestore.list_indexes(parent=parent, **CALL)
    states = {_index_key(one): one.state for one in listed}
    for planned in deployment.wiring.firestore.indexes:
        fields = ", ".join(name for name, _ in planned.fields)
        index = f"index of {planned.collection} on {fields}"
        match states.get((planned.collection, planned.fields)):
            case None:
                what = f"{index} is not there: a query fails"
                yield broken("index-missing", what, deployment.as_planned)
            case Index.State.NEEDS_REPAIR:
                what = f"{index} needs repair: a query fails"
                fix = f"delete it in the console, and {deployment.as_planned}"
                yield broken("index-not-ready", what, fix)
            case Index.State.CREATING:
                what = f"{index} is still being built: a query fails until then"
                yield broken("index-not-ready", what, "wait; large collections take an hour")


def _index_key(index: Any) -> tuple[str, tuple[FieldKey, ...]]:
    collection = index.name.split("/collectionGroups/")[1].partition("/")[0]
    fields = ((one.field_path, one.order.name) for one in index.fields)
    return collection, tuple(field for field in fields if field[0] != _NAME)


def _fields(deployment: Deployment) -> Iterator[Finding]:
    planned, fix = deployment.wiring.firestore, deployment.as_planned
    request = {"parent": f"{deployment.wiring.database}/{_EVERY_GROUP}", "filter": _OVERRIDDEN}
    listed = list(deployment.clients.firestore.list_fields(request=request, **CALL))
    unindexed = {_field_key(one) for one in listed if _is_unindexed(one)}
    for collection, field in planned.unindexed:
        if (collection, field) not in unindexed:
            what = f"{collection}.{field} has an index of its own, which every write pays for"
            yield risk("field-indexed", what, fix)
    expiring = {_field_key(one) for one in listed if one.ttl_config.state}
    for ttl in planned.ttl:
        if (ttl.collection, ttl.field) not in expiring:
            what = f"{ttl.collection} never forgets: {ttl.field} has no TTL policy"
            yield risk("ttl-missing", what, fix)


def _is_unindexed(field: Field) -> bool:
    config = field.index_config
    return not config.uses_ancestor_config and not config.indexes


def _field_key(field: Field) -> FieldKey:
    collection, _, name = field.name.split("/collectionGroups/")[1].partition("/fields/")
    return collection, name.strip("`")
