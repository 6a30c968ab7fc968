"""Every kind of record comes back from the database as it went in."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import MISSING, fields, is_dataclass
from types import NoneType
from typing import Any, get_args, get_type_hints

import pytest

from shared.adapters.firestore.codec import COLLECTIONS
from shared.adapters.firestore.database import FirestoreDatabase
from shared.usecases.ports.database import Create, Database, Key, Put, Record, Replace
from tests.contracts.local_firestore import LocalFirestore
from tests.contracts.records import BARE, FULL

PAIRS = list(zip(FULL, BARE, strict=True))
EVERY = {
    f"{kind}-{type(record).__name__}": record
    for kind, records in (("full", FULL), ("bare", BARE))
    for record in records
}


def name_of(record: Record) -> str:
    return type(record).__name__


def leaves(value: Any, path: str) -> Iterator[tuple[str, Any]]:
    """The values at the ends of a record's branches; a branch with nothing on it is an end."""
    if is_dataclass(value):
        for field in fields(value):
            yield from leaves(getattr(value, field.name), f"{path}.{field.name}")
    elif isinstance(value, tuple) and value:
        for position, item in enumerate(value):
            yield from leaves(item, f"{path}[{position}]")
    else:
        yield path, value


def is_optional(kind: type[Any], name: str) -> bool:
    return NoneType in get_args(get_type_hints(kind)[name])


def test_every_stored_kind_has_a_full_and_a_bare_record() -> None:
    kinds = set(COLLECTIONS)

    assert {type(record) for record in FULL} == kinds
    assert {type(record) for record in BARE} == kinds


@pytest.mark.parametrize("record", FULL, ids=name_of)
def test_a_full_record_has_no_empty_place(record: Record) -> None:
    assert [path for path, value in leaves(record, name_of(record)) if not value] == []


@pytest.mark.parametrize("record", BARE, ids=name_of)
def test_a_bare_record_holds_nothing_it_need_not(record: Record) -> None:
    assert is_dataclass(record)
    for field in fields(record):
        value = getattr(record, field.name)

        assert value is None or not is_optional(type(record), field.name), field.name
        assert field.default in (value, MISSING), field.name


@pytest.mark.parametrize("record", EVERY.values(), ids=EVERY)
def test_a_record_comes_back_equal_and_of_the_same_types(
    database: Database, record: Record
) -> None:
    database.commit([Create(record)])

    [found] = database.read([Key(type(record), record.id)])

    assert found is not None
    assert found.record == record
    # Equal is not enough: a status that came back as a plain string would be equal, too.
    for (path, before), (_, after) in zip(
        leaves(record, name_of(record)), leaves(found.record, ""), strict=True
    ):
        assert isinstance(after, type(before)), path


@pytest.mark.parametrize(("full", "bare"), PAIRS, ids=name_of)
def test_a_replaced_record_keeps_nothing_of_the_one_before(
    database: Database, full: Record, bare: Record
) -> None:
    key = Key(type(full), full.id)
    database.commit([Create(full)])
    for record in (bare, full):
        [found] = database.read([key])
        assert found is not None
        database.commit([Replace(record, found.version)])

        [found] = database.read([key])

        assert found is not None
        assert found.record == record


@pytest.mark.parametrize("record", FULL, ids=name_of)
def test_a_scan_finds_it(database: Database, record: Record) -> None:
    database.commit([Put(record)])

    assert list(database.scan(type(record))) == [record]


@pytest.mark.parametrize("record", FULL, ids=name_of)
def test_a_field_that_a_newer_writer_added_is_no_trouble_and_is_not_lost(
    local_firestore: LocalFirestore, record: Record
) -> None:
    with local_firestore.client() as client:
        database = FirestoreDatabase(client)
        database.commit([Create(record)])
        document = client.collection(COLLECTIONS[type(record)]).document(record.id)
        document.update({"added_next_year": {"by": "a newer writer"}})

        [found] = database.read([Key(type(record), record.id)])
        assert found is not None
        database.commit([Replace(record, found.version)])

        assert found.record == record
        assert document.get().get("added_next_year") == {"by": "a newer writer"}
