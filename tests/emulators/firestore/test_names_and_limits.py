"""Names Firestore does not take, and sizes it does not store."""

from __future__ import annotations

from typing import Any

import pytest
from google.api_core.exceptions import InvalidArgument
from google.cloud.firestore import Client

from tests.emulators.firestore.instants import instant
from tests.emulators.firestore.rpc import Rpc

STRING_BYTES_MAX = 1_048_487


def _nested(depth: int) -> Any:
    return {"a": _nested(depth - 1)} if depth else 1


@pytest.mark.parametrize("path", ["c/__x__", "__c__/x", "c/.", "c/..", "c/" + "x" * 1501])
def test_a_reserved_or_overlong_id_is_refused(rpc: Rpc, path: str) -> None:
    with pytest.raises(InvalidArgument):
        rpc.commit(rpc.put(path, n=1))


@pytest.mark.parametrize("path", ["c/__x", "c/x__", "c/ ", "c/å:1", "c/" + "x" * 1500])
def test_any_other_id_is_taken(rpc: Rpc, path: str) -> None:
    rpc.commit(rpc.put(path, n=1))
    assert rpc.integer(path, "n") == 1


@pytest.mark.parametrize("path", ["c", "c/a/b", "c//a", ""])
def test_a_path_that_names_no_document_is_refused(rpc: Rpc, path: str) -> None:
    with pytest.raises(InvalidArgument):
        rpc.commit(rpc.put(path, n=1))


@pytest.mark.parametrize(
    "fields",
    [
        {"__f__": 1},
        {"x" * 1501: 1},
        {"map": {"__f__": 1}},
        {"list": [[1]]},
        {"map": _nested(21)},
    ],
)
def test_fields_that_cannot_be_stored_are_refused(client: Client, fields: dict[str, Any]) -> None:
    document = client.document("c/1")
    with pytest.raises(InvalidArgument):
        document.set(fields)
    assert not document.get().exists


def test_twenty_levels_of_maps_are_stored(client: Client) -> None:
    client.document("c/1").set({"map": _nested(20)})
    assert client.document("c/1").get().to_dict() == {"map": _nested(20)}


def test_a_document_may_weigh_one_mebibyte_and_no_more(client: Client) -> None:
    document = client.document("c/1")
    document.set({"f": "x" * STRING_BYTES_MAX})
    with pytest.raises(InvalidArgument):
        document.set({"f": "x" * (STRING_BYTES_MAX + 1)})
    with pytest.raises(InvalidArgument):
        document.set({str(part): "x" * 1000 for part in range(1100)})
    assert len(document.get().get("f")) == STRING_BYTES_MAX


def test_instants_are_kept_to_the_microsecond(rpc: Rpc) -> None:
    value = {"timestamp_value": {"seconds": 5, "nanos": 1999}}
    name = f"{rpc.root}/c/1"
    rpc.api.update_document(request={"document": {"name": name, "fields": {"t": value}}})
    [document] = rpc.get("c/1")
    assert document is not None
    assert instant(document.fields["t"].timestamp_value).microsecond == 1
