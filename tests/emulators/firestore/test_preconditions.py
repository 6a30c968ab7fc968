"""Writes that go through only if the document is as the writer believes."""

from __future__ import annotations

from datetime import timedelta

import pytest
from google.api_core.exceptions import (
    AlreadyExists,
    FailedPrecondition,
    InvalidArgument,
    NotFound,
)
from google.cloud.firestore import Client


def test_what_exists_cannot_be_created(client: Client) -> None:
    document = client.document("orders/1")
    document.create({"a": 1})
    with pytest.raises(AlreadyExists):
        document.create({"a": 2})
    assert document.get().to_dict() == {"a": 1}


def test_what_does_not_exist_cannot_be_updated(client: Client) -> None:
    with pytest.raises(NotFound):
        client.document("orders/1").update({"a": 1})
    assert not client.document("orders/1").get().exists


def test_what_does_not_exist_cannot_be_deleted_as_existing(client: Client) -> None:
    with pytest.raises(NotFound):
        client.document("orders/1").delete(option=client.write_option(exists=True))
    assert not client.document("orders/1").get().exists


def test_a_stale_update_time_fails(client: Client) -> None:
    document = client.document("orders/1")
    stale = document.set({"a": 1}).update_time
    document.set({"a": 2})
    with pytest.raises(FailedPrecondition):
        document.update({"a": 3}, option=client.write_option(last_update_time=stale))
    assert document.get().to_dict() == {"a": 2}


def test_the_current_update_time_lets_the_write_through(client: Client) -> None:
    document = client.document("orders/1")
    current = document.set({"a": 1}).update_time
    document.update({"a": 2}, option=client.write_option(last_update_time=current))
    assert document.get().to_dict() == {"a": 2}


def test_an_update_time_of_something_deleted_fails(client: Client) -> None:
    document = client.document("orders/1")
    stale = document.set({"a": 1}).update_time
    document.delete()
    with pytest.raises(FailedPrecondition):
        document.update({"a": 3}, option=client.write_option(last_update_time=stale))
    assert not document.get().exists


def test_an_update_time_from_the_future_is_a_mistake(client: Client) -> None:
    document = client.document("orders/1")
    current = document.set({"a": 1}).update_time
    assert current is not None
    option = client.write_option(last_update_time=current + timedelta(hours=1))
    with pytest.raises(InvalidArgument):
        document.update({"a": 3}, option=option)
    assert document.get().to_dict() == {"a": 1}


def test_one_failed_precondition_undoes_the_whole_commit(client: Client) -> None:
    batch = client.batch()
    batch.set(client.document("orders/1"), {"a": 1})
    batch.update(client.document("orders/none"), {"a": 1})
    with pytest.raises(NotFound):
        batch.commit()
    assert not client.document("orders/1").get().exists
