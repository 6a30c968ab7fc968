"""The stream of writes that web and mobile clients use."""

from __future__ import annotations

import queue
from collections.abc import Iterator
from typing import Any

import pytest
from google.api_core.exceptions import InvalidArgument, NotFound
from google.cloud.firestore_v1.types import Write, WriteRequest, WriteResponse

from tests.emulators.firestore.instants import instant
from tests.emulators.firestore.rpc import Rpc


class _Writer:
    def __init__(self, rpc: Rpc, **first: Any) -> None:
        self._requests: queue.Queue[WriteRequest | None] = queue.Queue()
        self._requests.put(WriteRequest(database=rpc.database, **first))
        self._responses: Iterator[WriteResponse] = iter(
            rpc.api.write(requests=iter(self._requests.get, None))
        )
        self.greeting = next(self._responses)
        self.token = self.greeting.stream_token

    def write(self, *writes: Write, token: bytes | None = None) -> WriteResponse:
        self._requests.put(
            WriteRequest(stream_token=self.token if token is None else token, writes=writes)
        )
        return self.next()

    def next(self) -> WriteResponse:
        response = next(self._responses)
        self.token = response.stream_token
        return response

    def end(self) -> None:
        self._requests.put(None)


def test_writes_are_committed_one_request_after_the_other(own_rpc: Rpc) -> None:
    writer = _Writer(own_rpc)
    assert writer.greeting.stream_id
    first = writer.write(own_rpc.put("c/1", n=1), own_rpc.put("c/2", n=2))
    second = writer.write(own_rpc.put("c/1", n=3))
    assert [len(response.write_results) for response in (first, second)] == [2, 1]
    assert instant(first.commit_time) < instant(second.commit_time)
    assert len({writer.greeting.stream_token, first.stream_token, second.stream_token}) == 3
    assert (own_rpc.integer("c/1", "n"), own_rpc.integer("c/2", "n")) == (3, 2)
    writer.end()


def test_an_empty_request_is_the_last(rpc: Rpc) -> None:
    writer = _Writer(rpc)
    assert not writer.write().write_results
    with pytest.raises(StopIteration):
        writer.next()


def test_the_first_request_writes_nothing(rpc: Rpc) -> None:
    with pytest.raises(InvalidArgument, match="must not be set"):
        _Writer(rpc, writes=[rpc.put("c/1", n=1)])
    assert rpc.get("c/1") == [None]


def test_a_refused_write_ends_the_stream(own_rpc: Rpc) -> None:
    writer = _Writer(own_rpc)
    absent = own_rpc.put("c/absent", n=1)
    absent.current_document.exists = True
    with pytest.raises(NotFound):
        writer.write(own_rpc.put("c/1", n=1), absent)
    assert own_rpc.get("c/1") == [None]


def test_a_stream_goes_on_where_its_client_lost_it(own_rpc: Rpc) -> None:
    writer = _Writer(own_rpc)
    acknowledged = writer.write(own_rpc.put("c/1", n=1)).stream_token
    lost = writer.write(own_rpc.put("c/1", n=2), token=acknowledged)
    writer.end()
    again = _Writer(own_rpc, stream_id=writer.greeting.stream_id, stream_token=acknowledged)
    assert again.greeting == lost
    assert again.next().stream_token == lost.stream_token
    again.write(own_rpc.put("c/1", n=3))
    assert own_rpc.integer("c/1", "n") == 3
    again.end()


def test_a_token_is_of_no_use_after_a_later_one(own_rpc: Rpc) -> None:
    writer = _Writer(own_rpc)
    first = writer.write(own_rpc.put("c/1", n=1)).stream_token
    writer.write(own_rpc.put("c/1", n=2), token=first)
    with pytest.raises(InvalidArgument, match="no longer in use"):
        writer.write(own_rpc.put("c/1", n=3), token=writer.greeting.stream_token)
    with pytest.raises(NotFound):
        _Writer(own_rpc, stream_id="unheard of", stream_token=b"0")


def test_a_document_of_another_database_is_refused(own_rpc: Rpc) -> None:
    write = own_rpc.put("c/1", n=1)
    write.update.name = write.update.name.replace("(default)", "other")
    with pytest.raises(InvalidArgument, match="not in the database"):
        _Writer(own_rpc).write(write)
