"""Reads of the database as it was."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from google.api_core.exceptions import FailedPrecondition, InvalidArgument
from google.cloud.firestore_v1.types import CommitResponse, Write

from tests.emulators.firestore.instants import instant
from tests.emulators.firestore.local_firestore import LocalFirestore
from tests.emulators.firestore.rpc import Rpc

ITEMS = {"from_": [{"collection_id": "items"}]}


def _time(response: CommitResponse) -> datetime:
    return instant(response.commit_time)


def _integer(rpc: Rpc, path: str, at: datetime) -> int | None:
    [document] = rpc.get(path, read_time=at)
    return None if document is None else document.fields["n"].integer_value


def test_a_document_is_read_as_it_was_at_an_instant(rpc: Rpc) -> None:
    first = _time(rpc.commit(rpc.put("items/1", n=1)))
    second = _time(rpc.commit(rpc.put("items/1", n=2)))
    third = _time(rpc.commit(Write(delete=f"{rpc.root}/items/1")))
    times = [first, second - timedelta(microseconds=1), second, third]
    assert [_integer(rpc, "items/1", at) for at in times] == [1, 1, 2, None]


def test_a_query_finds_what_was_there_at_an_instant(rpc: Rpc) -> None:
    rpc.commit(rpc.put("items/1", n=1), rpc.put("items/2", n=1))
    before = _time(rpc.commit(rpc.put("items/3", n=1)))
    rpc.commit(Write(delete=f"{rpc.root}/items/1"), rpc.put("items/4", n=1))
    assert rpc.query(ITEMS, read_time=before) == ["items/1", "items/2", "items/3"]
    assert rpc.query(ITEMS) == ["items/2", "items/3", "items/4"]


def test_a_read_only_transaction_sees_one_instant(rpc: Rpc) -> None:
    rpc.commit(rpc.put("items/1", n=1))
    transaction = rpc.begin(read_only={})
    rpc.commit(rpc.put("items/1", n=2), rpc.put("items/2", n=2))
    [document] = rpc.get("items/1", transaction=transaction)
    assert document is not None
    assert document.fields["n"].integer_value == 1
    assert rpc.query(ITEMS, transaction=transaction) == ["items/1"]


def test_a_read_only_transaction_may_begin_in_the_past(rpc: Rpc) -> None:
    past = _time(rpc.commit(rpc.put("items/1", n=1)))
    rpc.commit(rpc.put("items/1", n=2))
    transaction = rpc.begin(read_only={"read_time": past})
    [document] = rpc.get("items/1", transaction=transaction)
    assert document is not None
    assert document.fields["n"].integer_value == 1


def test_nothing_is_written_in_a_read_only_transaction(rpc: Rpc) -> None:
    transaction = rpc.begin(read_only={})
    with pytest.raises(InvalidArgument, match="read-only"):
        rpc.commit(rpc.put("items/1", n=1), transaction=transaction)
    assert rpc.get("items/1") == [None]


def test_the_future_cannot_be_read(rpc: Rpc) -> None:
    now = _time(rpc.commit(rpc.put("items/1", n=1)))
    with pytest.raises(InvalidArgument, match="future"):
        rpc.get("items/1", read_time=now + timedelta(hours=1))


def test_what_is_older_than_an_hour_is_forgotten(firestore: LocalFirestore, own_rpc: Rpc) -> None:
    first = _time(own_rpc.commit(own_rpc.put("items/1", n=1)))
    own_rpc.commit(own_rpc.put("items/1", n=2))
    firestore.advance(minutes=59)
    assert _integer(own_rpc, "items/1", first) == 1
    firestore.advance(minutes=2)
    with pytest.raises(FailedPrecondition, match="too old"):
        _integer(own_rpc, "items/1", first)
