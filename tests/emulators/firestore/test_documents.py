"""Documents as they are written, merged and read back."""

from __future__ import annotations

from datetime import UTC, datetime

from google.cloud.firestore import DELETE_FIELD, Client, GeoPoint

from tests.emulators.firestore.clients import connected, new_project
from tests.emulators.firestore.instants import instant


def test_every_type_of_value_comes_back_as_it_was_written(client: Client) -> None:
    fields: dict[str, object] = {
        "null": None,
        "boolean": True,
        "integer": 2**63 - 1,
        "double": 0.1,
        "timestamp": datetime(2026, 1, 2, 3, 4, 5, 678901, tzinfo=UTC),
        "string": "räksmörgås",
        "bytes": b"\x00\xff",
        "reference": client.document("other/place"),
        "geo": GeoPoint(59.3, 18.1),
        "array": [1, "two", {"three": 3}],
        "map": {"a": {"b": []}},
    }
    document = client.document("orders/1")
    document.set(fields)
    assert document.get().to_dict() == fields


def test_a_document_that_does_not_exist_is_read_as_missing(client: Client) -> None:
    assert not client.document("orders/none").get().exists


def test_set_replaces_the_whole_document(client: Client) -> None:
    document = client.document("orders/1")
    document.set({"a": 1, "b": 2})
    document.set({"b": 3})
    assert document.get().to_dict() == {"b": 3}


def test_a_merge_changes_only_the_fields_it_names(client: Client) -> None:
    document = client.document("orders/1")
    document.set({"a": 1, "b": {"c": 2, "d": 3}})
    document.set({"b": {"c": 4}, "e": 5}, merge=True)
    assert document.get().to_dict() == {"a": 1, "b": {"c": 4, "d": 3}, "e": 5}


def test_a_merge_creates_what_is_not_there(client: Client) -> None:
    client.document("orders/1").set({"a": 1}, merge=True)
    assert client.document("orders/1").get().to_dict() == {"a": 1}


def test_an_update_reaches_into_maps_and_deletes_fields(client: Client) -> None:
    document = client.document("orders/1")
    document.set({"a": {"b": 1, "c": 2}, "d": 3})
    document.update({"a.b": 9, "a.c": DELETE_FIELD, "d": DELETE_FIELD, "e.f": 4})
    assert document.get().to_dict() == {"a": {"b": 9}, "e": {"f": 4}}


def test_an_update_under_a_scalar_replaces_the_scalar(client: Client) -> None:
    document = client.document("orders/1")
    document.set({"a": 1})
    document.update({"a.b": 2})
    assert document.get().to_dict() == {"a": {"b": 2}}


def test_deleting_the_last_field_of_a_map_leaves_an_empty_map(client: Client) -> None:
    document = client.document("orders/1")
    document.set({"a": {"b": 1}})
    document.update({"a.b": DELETE_FIELD})
    assert document.get().to_dict() == {"a": {}}


def test_field_names_that_are_no_words_are_quoted_in_paths(client: Client) -> None:
    document = client.document("orders/1")
    document.set({"9.5%": {"a`b\\c": 1, "kept": 2}})
    document.update({"`9.5%`.`a\\`b\\\\c`": 3})
    assert document.get().to_dict() == {"9.5%": {"a`b\\c": 3, "kept": 2}}


def test_deleting_is_repeatable(client: Client) -> None:
    document = client.document("orders/1")
    document.set({"a": 1})
    document.delete()
    document.delete()
    assert not document.get().exists


def test_a_read_returns_only_the_fields_that_are_asked_for(client: Client) -> None:
    document = client.document("orders/1")
    document.set({"a": {"b": 1, "c": 2}, "d": 3})
    assert document.get(field_paths=["a.b", "missing"]).to_dict() == {"a": {"b": 1}}


def test_a_document_keeps_its_create_time_through_updates(client: Client) -> None:
    document = client.document("orders/1")
    created = document.set({"a": 1}).update_time
    updated = document.set({"a": 2}).update_time
    snapshot = document.get()
    assert snapshot.create_time == created
    assert snapshot.update_time == updated


def test_a_write_that_changes_nothing_keeps_the_update_time(client: Client) -> None:
    document = client.document("orders/1")
    first = instant(document.set({"a": 1, "b": [0.0]}).update_time)
    assert document.set({"a": 1, "b": [0.0]}).update_time == first
    assert instant(document.set({"a": 1, "b": [-0.0]}).update_time) > first


def test_commit_times_strictly_increase(client: Client) -> None:
    document = client.document("orders/1")
    times = [instant(document.set({"a": a}).update_time) for a in range(50)]
    assert times == sorted(set(times))


def test_one_commit_has_one_time_for_all_its_writes(client: Client) -> None:
    batch = client.batch()
    for number in range(3):
        batch.set(client.document(f"orders/{number}"), {"a": number})
    results = batch.commit()
    assert {result.update_time for result in results} == {batch.commit_time}


def test_a_later_write_of_a_commit_sees_the_earlier_one(client: Client) -> None:
    document = client.document("orders/1")
    batch = client.batch()
    batch.set(document, {"a": 1})
    batch.update(document, {"b": 2})
    batch.commit()
    assert document.get().to_dict() == {"a": 1, "b": 2}


def test_databases_of_one_project_share_nothing(any_host: str) -> None:
    project = new_project()
    with connected(any_host, project) as default, connected(any_host, project, "named") as named:
        named.document("orders/1").set({"a": 1})
        assert named.document("orders/1").get().exists
        assert not default.document("orders/1").get().exists
