from __future__ import annotations

from typing import Any

import pytest
from google.api_core.exceptions import InvalidArgument, NotFound
from google.pubsub_v1 import Schema

from emulators.identity.issuer import Issuer
from tests.emulators.pubsub.clients import Clients
from tests.emulators.pubsub.local_pubsub import running
from tests.emulators.pubsub.memory_shelf import MemoryShelf
from tests.emulators.pubsub.some_schemas import (
    AVRO,
    NOTE,
    ORDER_PROTO,
    PROTO,
    commit,
    create,
    order,
    revisions,
)


def test_revisions_are_listed_newest_first(clients: Clients) -> None:
    first = create(clients, order())
    second = commit(clients, first, order(NOTE))

    latest = clients.schemas.get_schema(name=first.name)
    earlier = clients.schemas.get_schema(name=f"{first.name}@{first.revision_id}")

    assert revisions(clients, first) == [second.revision_id, first.revision_id]
    assert latest.definition == order(NOTE)
    assert earlier.definition == order()


def test_a_rollback_is_a_new_revision(clients: Clients) -> None:
    first = create(clients, order())
    commit(clients, first, order(NOTE))

    rolled_back = clients.schemas.rollback_schema(name=first.name, revision_id=first.revision_id)

    assert rolled_back.definition == order()
    assert revisions(clients, first)[0] == rolled_back.revision_id
    assert len(revisions(clients, first)) == 3


def test_all_revisions_but_the_last_can_be_deleted(clients: Clients) -> None:
    first = create(clients, order())
    second = commit(clients, first, order(NOTE))

    left = clients.schemas.delete_schema_revision(name=f"{first.name}@{second.revision_id}")

    assert left.revision_id == first.revision_id
    assert revisions(clients, first) == [first.revision_id]
    with pytest.raises(InvalidArgument):
        clients.schemas.delete_schema_revision(name=f"{first.name}@{first.revision_id}")
    for unknown in (f"{first.name}@{second.revision_id}", f"{first.name}@00000000"):
        with pytest.raises(NotFound):
            clients.schemas.get_schema(name=unknown)


def test_a_schema_has_at_most_twenty_revisions(clients: Clients) -> None:
    schema = create(clients, order())
    for _ in range(19):
        commit(clients, schema, order())

    with pytest.raises(InvalidArgument):
        commit(clients, schema, order())


@pytest.mark.parametrize(
    ("kind", "before", "after"),
    [
        (AVRO, order(), order({"name": "sum", "type": "int"})),
        (AVRO, order({"name": "sum", "type": "int"}), order({"name": "sum", "type": "string"})),
        (PROTO, ORDER_PROTO, 'syntax = "proto3"; message Order { int32 id = 1; }'),
        (PROTO, ORDER_PROTO, 'syntax = "proto3"; message Order { string id = 1; int32 n = 2; }'),
    ],
)
def test_an_incompatible_revision_is_refused(
    clients: Clients, kind: Any, before: str, after: str
) -> None:
    schema = create(clients, before, kind)

    with pytest.raises(InvalidArgument, match=f"previous revision: {schema.revision_id}"):
        commit(clients, schema, after)

    assert revisions(clients, schema) == [schema.revision_id]


def test_optional_fields_come_and_go(clients: Clients) -> None:
    wider = 'syntax = "proto3"; message Order { string id = 1; optional int32 n = 2; }'
    schema = create(clients, ORDER_PROTO, PROTO)

    for definition in (wider, ORDER_PROTO):
        commit(clients, schema, definition)

    assert len(revisions(clients, schema)) == 3


def test_the_type_of_a_schema_stays(clients: Clients) -> None:
    schema = create(clients, order())
    other = Schema(name=schema.name, type_=PROTO, definition=ORDER_PROTO)

    with pytest.raises(InvalidArgument):
        clients.schemas.commit_schema(name=schema.name, schema=other)


def test_schemas_and_their_revisions_are_there_after_a_restart(issuer: Issuer) -> None:
    shelf = MemoryShelf()
    with running(issuer, shelf) as before:
        schema = create(before.clients, order())
        second = commit(before.clients, schema, order(NOTE))
        third = commit(before.clients, schema, order())
        gone = f"{schema.name}@{second.revision_id}"
        before.clients.schemas.delete_schema_revision(name=gone)
        expected = revisions(before.clients, schema)
        deleted = create(before.clients, ORDER_PROTO, PROTO)
        before.clients.schemas.delete_schema(name=deleted.name)

    with running(issuer, shelf) as after:
        found = after.clients.schemas.get_schema(name=schema.name)

        assert revisions(after.clients, schema) == expected
        assert found == third
        with pytest.raises(NotFound):
            after.clients.schemas.get_schema(name=deleted.name)
