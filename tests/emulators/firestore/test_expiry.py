"""TTL: documents go at the first full hour after they have expired."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from google.cloud.firestore import Client

from emulators.topology import Ttl
from tests.emulators.firestore.clients import connected
from tests.emulators.firestore.local_firestore import LocalFirestore, running
from tests.emulators.firestore.watched import watched

TTL = [
    Ttl(collection="keys", field="until", offset_seconds=0),
    Ttl(collection="inbox", field="at", offset_seconds=7200),
]


@pytest.fixture
def server() -> Iterator[LocalFirestore]:
    with running(ttl=TTL) as firestore:
        yield firestore


@pytest.fixture
def client(server: LocalFirestore) -> Iterator[Client]:
    with connected(server.host) as client:
        yield client


def _now(server: LocalFirestore) -> datetime:
    return server.loop.call(server.clock.now)


def _to_the_next_hour(server: LocalFirestore) -> datetime:
    """Move to just after the hour; the hour it is."""
    now = _now(server)
    hour = now.replace(minute=0, second=0, microsecond=0) + timedelta(hours=1)
    server.advance(seconds=(hour - now).total_seconds() + 1)
    return hour


def test_an_expired_document_goes_at_the_hour(server: LocalFirestore, client: Client) -> None:
    hour = _to_the_next_hour(server)
    keys = client.collection("keys")
    keys.document("old").set({"until": hour + timedelta(minutes=1)})
    keys.document("new").set({"until": hour + timedelta(hours=3)})
    with watched(keys) as snapshots:
        assert len(snapshots.next()) == 2
        server.advance(minutes=30)
        assert keys.document("old").get().exists
        _to_the_next_hour(server)
        assert [document.id for document in snapshots.next()] == ["new"]


def test_an_offset_adds_to_the_instant(server: LocalFirestore, client: Client) -> None:
    inbox = client.collection("inbox")
    inbox.document("1").set({"at": _to_the_next_hour(server) + timedelta(minutes=1)})
    with watched(inbox) as snapshots:
        snapshots.next()
        _to_the_next_hour(server)
        _to_the_next_hour(server)
        assert inbox.document("1").get().exists
        _to_the_next_hour(server)
        assert snapshots.next() == []


@pytest.mark.parametrize("value", [None, "2001-01-01", 0, [datetime(2001, 1, 1, tzinfo=UTC)], {}])
def test_what_is_no_instant_never_expires(
    server: LocalFirestore, client: Client, value: Any
) -> None:
    keys = client.collection("keys")
    keys.document("odd").set({"until": value})
    keys.document("unset").set({})
    keys.document("old").set({"until": datetime(2001, 1, 1, tzinfo=UTC)})
    with watched(keys) as snapshots:
        assert len(snapshots.next()) == 3
        _to_the_next_hour(server)
        assert [document.id for document in snapshots.next()] == ["odd", "unset"]


def test_it_reaches_every_collection_of_the_group_and_nothing_below(
    server: LocalFirestore, client: Client
) -> None:
    old = {"until": datetime(2001, 1, 1, tzinfo=UTC)}
    for path in ("keys/1", "shops/1/keys/2", "keys/1/parts/1", "other/1"):
        client.document(path).set(old)
    with watched(client.collection_group("keys")) as snapshots:
        assert len(snapshots.next()) == 2
        _to_the_next_hour(server)
        snapshots.until(lambda found: not found)
    assert client.document("keys/1/parts/1").get().exists
    assert client.document("other/1").get().exists


def test_a_document_that_is_renewed_while_the_deletion_waits_for_it_stays(
    server: LocalFirestore, client: Client
) -> None:
    until_the_hour = timedelta(hours=1) - (_to_the_next_hour(server) - _now(server))
    key = client.document("keys/1")
    key.set({"until": datetime(2001, 1, 1, tzinfo=UTC)})
    server.advance(seconds=until_the_hour.total_seconds() - 10)
    transaction = client.transaction()
    transaction._begin()  # noqa: SLF001 - the decorator would commit by itself
    key.get(transaction=transaction)
    server.advance(seconds=30)
    server.wait_until_somebody_waits()
    transaction.update(key, {"until": _now(server) + timedelta(days=1)})
    transaction._commit()  # noqa: SLF001
    assert key.get().exists
