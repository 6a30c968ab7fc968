"""What a Firestore knows that was stopped and started again."""

from __future__ import annotations

import pytest
from google.api_core.exceptions import FailedPrecondition
from google.cloud.firestore_v1.base_query import FieldFilter

from tests.emulators.firestore.clients import connected, new_project
from tests.emulators.firestore.instants import instant
from tests.emulators.firestore.local_firestore import running
from tests.emulators.kept_shelf import KeptShelf


def test_documents_survive_a_restart_with_their_times() -> None:
    shelf, project = KeptShelf(), new_project()
    with running(shelf) as firestore, connected(firestore.host, project) as client:
        client.document("orders/1").set({"n": 1})
        client.document("orders/1").update({"n": 2})
        client.document("orders/2").set({"n": 2})
        client.document("orders/2").delete()
        before = client.document("orders/1").get()
    with running(shelf) as firestore, connected(firestore.host, project) as client:
        [after] = client.collection("orders").where(filter=FieldFilter("n", "==", 2)).stream()
        assert after.to_dict() == {"n": 2}
        assert (after.create_time, after.update_time) == (before.create_time, before.update_time)


def test_databases_are_restored_apart() -> None:
    shelf, project = KeptShelf(), new_project()
    with running(shelf) as firestore, connected(firestore.host, project, "named") as client:
        client.document("orders/1").set({"n": 1})
    with running(shelf) as firestore:
        with connected(firestore.host, project, "named") as client:
            assert client.document("orders/1").get().exists
        with connected(firestore.host, project) as client:
            assert not client.document("orders/1").get().exists


def test_commits_after_a_restart_are_later_than_all_before() -> None:
    """Even if the clock had been moved forward in the life before."""
    shelf, project = KeptShelf(), new_project()
    with running(shelf) as firestore, connected(firestore.host, project) as client:
        firestore.advance(hours=5)
        last = instant(client.document("orders/1").set({"n": 1}).update_time)
    with running(shelf) as firestore, connected(firestore.host, project) as client:
        assert instant(client.document("orders/2").set({"n": 1}).update_time) > last


def test_what_was_before_the_restart_cannot_be_read() -> None:
    shelf, project = KeptShelf(), new_project()
    with running(shelf) as firestore, connected(firestore.host, project) as client:
        first = instant(client.document("orders/1").set({"n": 1}).update_time)
        client.document("orders/1").set({"n": 2})
    with running(shelf) as firestore, connected(firestore.host, project) as client:
        with pytest.raises(FailedPrecondition, match="too old"):
            client.document("orders/1").get(read_time=first)
        assert client.document("orders/1").get().get("n") == 2
