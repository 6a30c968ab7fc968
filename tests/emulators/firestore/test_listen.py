"""Listen, response by response: what web and mobile clients build upon."""

from __future__ import annotations

from typing import Any

import pytest
from google.api_core.exceptions import InvalidArgument
from google.cloud.firestore_v1.types import Write

from tests.emulators.firestore.clients import new_project
from tests.emulators.firestore.listener import listening
from tests.emulators.firestore.local_firestore import LocalFirestore, running
from tests.emulators.firestore.rpc import Rpc, rpc_to
from tests.emulators.kept_shelf import KeptShelf


def _query(rpc: Rpc, **query: Any) -> dict[str, Any]:
    structured = {"from_": [{"collection_id": "c"}], **query}
    return {"query": {"parent": rpc.root, "structured_query": structured}}


def _above(rpc: Rpc, n: int) -> dict[str, Any]:
    condition = {"field": {"field_path": "n"}, "op": "GREATER_THAN", "value": {"integer_value": n}}
    return _query(rpc, where={"field_filter": condition})


def _documents(rpc: Rpc, *paths: str) -> dict[str, Any]:
    return {"documents": {"documents": [f"{rpc.root}/{path}" for path in paths]}}


def _delete(rpc: Rpc, path: str) -> Write:
    return Write(delete=f"{rpc.root}/{path}")


def test_a_target_is_added_filled_current_and_consistent(own_rpc: Rpc) -> None:
    own_rpc.commit(own_rpc.put("c/1", n=1), own_rpc.put("c/2", n=2))
    with listening(own_rpc) as listener:
        listener.add(2, **_above(own_rpc, 1))
        assert listener.snapshot() == ["ADD 2", "+2 c/2", "CURRENT 2"]


def test_a_document_in_several_targets_is_sent_once(own_rpc: Rpc) -> None:
    own_rpc.commit(own_rpc.put("c/1", n=5))
    with listening(own_rpc) as listener:
        listener.add(2, **_above(own_rpc, 1))
        listener.snapshot()
        listener.add(4, **_documents(own_rpc, "c/1", "c/none"))
        assert listener.snapshot() == ["ADD 4", "+4 c/1", "delete -4 c/none", "CURRENT 4"]
        own_rpc.commit(own_rpc.put("c/1", n=6))
        assert listener.snapshot() == ["+2 +4 c/1"]
        own_rpc.commit(own_rpc.put("c/1", n=0))
        assert listener.snapshot() == ["+4 -2 c/1"]
        own_rpc.commit(_delete(own_rpc, "c/1"))
        assert listener.snapshot() == ["delete -4 c/1"]


def test_what_a_limit_pushes_out_is_removed_and_not_changed(own_rpc: Rpc) -> None:
    own_rpc.commit(own_rpc.put("c/1", n=1), own_rpc.put("c/2", n=2))
    with listening(own_rpc) as listener:
        listener.add(2, **_query(own_rpc, limit=2))
        listener.snapshot()
        own_rpc.commit(own_rpc.put("c/0", n=0))
        assert listener.snapshot() == ["remove -2 c/2", "+2 c/0"]


def test_a_removed_target_is_silent(own_rpc: Rpc) -> None:
    with listening(own_rpc) as listener:
        listener.add(2, **_query(own_rpc))
        listener.snapshot()
        listener.add(4, **_documents(own_rpc, "c/1"))
        listener.snapshot()
        listener.send(remove_target=2)
        assert listener.next() == "REMOVE 2"
        own_rpc.commit(own_rpc.put("c/2", n=1))
        own_rpc.commit(own_rpc.put("c/1", n=1))
        assert listener.snapshot() == ["+4 c/1"]


def test_a_target_for_once_ends_when_it_is_consistent(own_rpc: Rpc) -> None:
    own_rpc.commit(own_rpc.put("c/1", n=1))
    with listening(own_rpc) as listener:
        listener.add(2, once=True, **_query(own_rpc))
        listener.end()
        assert listener.snapshot() == ["ADD 2", "+2 c/1", "CURRENT 2"]
        assert listener.next() == "REMOVE 2"
        assert listener.next() is None


def test_the_server_names_targets_that_have_no_name(own_rpc: Rpc) -> None:
    with listening(own_rpc) as listener:
        listener.add(**_query(own_rpc))
        assert listener.snapshot() == ["ADD 1", "CURRENT 1"]
        listener.add(**_query(own_rpc))
        assert listener.snapshot() == ["ADD 2", "CURRENT 2"]
        listener.add(7, **_query(own_rpc))
        assert listener.next() == "ADD 7"
        assert str(listener.next()).startswith("REMOVE 7: ")


@pytest.mark.parametrize(
    "target",
    [
        {"documents": {"documents": ["nowhere"]}},
        {"query": {"parent": "nowhere"}},
        {},
    ],
)
def test_a_target_that_cannot_be_is_removed_with_the_reason(
    own_rpc: Rpc, target: dict[str, Any]
) -> None:
    with listening(own_rpc) as listener:
        listener.add(2, **target)
        assert listener.next() == "ADD 2"
        assert str(listener.next()).startswith("REMOVE 2: ")
        listener.add(4, **_query(own_rpc))
        assert listener.snapshot() == ["ADD 4", "CURRENT 4"]


def test_a_name_that_is_taken_ends_the_stream(own_rpc: Rpc) -> None:
    with listening(own_rpc) as listener:
        listener.add(2, **_query(own_rpc))
        listener.snapshot()
        listener.add(2, **_query(own_rpc))
        with pytest.raises(InvalidArgument, match="already in use"):
            listener.next()


def test_who_comes_back_is_told_what_happened_meanwhile(own_rpc: Rpc) -> None:
    own_rpc.commit(*(own_rpc.put(f"c/{n}", n=n) for n in (2, 3, 4)))
    with listening(own_rpc) as listener:
        listener.add(2, **_above(own_rpc, 1))
        listener.snapshot()
    own_rpc.commit(own_rpc.put("c/5", n=5), own_rpc.put("c/3", n=0), _delete(own_rpc, "c/4"))
    with listening(own_rpc) as again:
        again.add(2, resume_token=listener.token, **_above(own_rpc, 1))
        assert again.snapshot() == ["ADD 2", "-2 c/3", "delete -2 c/4", "+2 c/5", "CURRENT 2"]


def test_who_comes_back_with_another_count_gets_a_filter_to_check_with(own_rpc: Rpc) -> None:
    own_rpc.commit(own_rpc.put("c/1", n=1), own_rpc.put("c/2", n=2))
    with listening(own_rpc) as listener:
        listener.add(2, **_query(own_rpc))
        listener.snapshot()
    with listening(own_rpc) as again:
        again.add(2, resume_token=listener.token, expected_count=5, **_query(own_rpc))
        assert again.snapshot() == ["ADD 2", "count 2: 2", "CURRENT 2"]


def test_who_comes_back_too_late_begins_anew(firestore: LocalFirestore, own_rpc: Rpc) -> None:
    own_rpc.commit(own_rpc.put("c/1", n=1))
    with listening(own_rpc) as listener:
        listener.add(2, **_query(own_rpc))
        listener.snapshot()
    firestore.advance(hours=2)
    own_rpc.commit(own_rpc.put("c/2", n=1))
    for token in (listener.token, b"from elsewhere"):
        with listening(own_rpc) as again:
            again.add(2, resume_token=token, **_query(own_rpc))
            assert again.snapshot() == ["ADD 2", "RESET 2", "+2 c/1", "+2 c/2", "CURRENT 2"]


def test_after_a_restart_the_count_stands_in_for_what_is_forgotten() -> None:
    shelf, project = KeptShelf(), new_project()
    with running(shelf) as firestore, rpc_to(firestore.host, project) as rpc:
        rpc.commit(rpc.put("c/1", n=1), rpc.put("c/2", n=2), rpc.put("c/3", n=3))
        with listening(rpc) as listener:
            listener.add(2, **_query(rpc))
            listener.snapshot()
        rpc.commit(_delete(rpc, "c/1"), rpc.put("c/2", n=9))
    with (
        running(shelf) as firestore,
        rpc_to(firestore.host, project) as rpc,
        listening(rpc) as again,
    ):
        again.add(2, resume_token=listener.token, expected_count=3, **_query(rpc))
        assert again.snapshot() == ["ADD 2", "+2 c/2", "count 2: 2", "CURRENT 2"]


def test_a_silent_stream_gets_a_new_token_now_and_then(
    firestore: LocalFirestore, own_rpc: Rpc
) -> None:
    with listening(own_rpc) as listener:
        listener.add(2, **_query(own_rpc))
        listener.snapshot()
        first = listener.token
        firestore.advance(minutes=1)
        assert listener.next() == "consistent"
        assert listener.token > first
