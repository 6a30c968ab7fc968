"""Changes that the server works out from what it has stored."""

from __future__ import annotations

import math
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from google.api_core.exceptions import InvalidArgument
from google.cloud.firestore import (
    SERVER_TIMESTAMP,
    ArrayRemove,
    ArrayUnion,
    Client,
    Increment,
    Maximum,
    Minimum,
)
from google.cloud.firestore_v1.types import Write

from tests.emulators.firestore.instants import instant
from tests.emulators.firestore.rpc import Rpc


@pytest.mark.parametrize(
    ("stored", "transform", "expected"),
    [
        (1, Increment(2), 3),
        (1, Increment(0.5), 1.5),
        (0.5, Increment(1), 1.5),
        ("word", Increment(2), 2),
        (2**63 - 1, Increment(1), 2**63 - 1),
        (-(2**63), Increment(-1), -(2**63)),
        (3, Maximum(4), 4),
        (3, Maximum(3.0), 3),
        (3.0, Maximum(3), 3.0),
        ("word", Maximum(3), 3),
        (3, Minimum(2.5), 2.5),
        (3, Minimum(4), 3),
        (0.0, Minimum(-0.0), 0.0),
        ([1, 2], ArrayUnion([2.0, 3, 3]), [1, 2, 3]),
        ([None], ArrayUnion([None]), [None]),
        ("word", ArrayUnion([1]), [1]),
        ([1, 2, 1.0, None], ArrayRemove([1, None]), [2]),
        ("word", ArrayRemove([1]), []),
    ],
)
def test_a_transform_starts_from_the_stored_value(
    client: Client, stored: Any, transform: Any, expected: Any
) -> None:
    document = client.document("counters/1")
    document.set({"value": stored, "other": 1})
    document.update({"value": transform})
    assert repr(document.get().get("value")) == repr(expected)


@pytest.mark.parametrize(
    ("transform", "expected"),
    [
        (Increment(2), 2),
        (Maximum(2.5), 2.5),
        (Minimum(-1), -1),
        (ArrayUnion([1, 1]), [1]),
        (ArrayRemove([1]), []),
    ],
)
def test_a_transform_of_a_missing_field_sets_it(
    client: Client, transform: Any, expected: Any
) -> None:
    document = client.document("counters/1")
    document.set({"deep": {"value": transform}}, merge=True)
    assert document.get().to_dict() == {"deep": {"value": expected}}


@pytest.mark.parametrize("transform", [Maximum(math.nan), Minimum(math.nan), Increment(math.nan)])
def test_nan_wins_every_arithmetic(client: Client, transform: Any) -> None:
    document = client.document("counters/1")
    document.set({"value": 1})
    document.update({"value": transform})
    assert math.isnan(document.get().get("value"))


def test_the_server_time_is_one_for_all_fields_and_has_whole_milliseconds(client: Client) -> None:
    document = client.document("orders/1")
    result = document.set({"a": SERVER_TIMESTAMP, "b": {"c": SERVER_TIMESTAMP}})
    fields = document.get().to_dict() or {}
    assert fields["a"] == fields["b"]["c"]
    assert fields["a"].microsecond % 1000 == 0
    assert abs(instant(result.update_time) - fields["a"]) < timedelta(seconds=1)
    assert abs(datetime.now(UTC) - fields["a"]) < timedelta(minutes=1)


def test_the_results_of_transforms_are_reported_in_their_order(rpc: Rpc) -> None:
    name = f"{rpc.root}/counters/1"
    transforms = [
        {"field_path": "a", "increment": {"integer_value": 4}},
        {"field_path": "a", "maximum": {"integer_value": 9}},
        {"field_path": "b", "append_missing_elements": {"values": [{"integer_value": 1}]}},
    ]
    write = Write(update={"name": name}, update_transforms=transforms)
    [result] = rpc.commit(write).write_results
    added, largest, union = result.transform_results
    assert (added.integer_value, largest.integer_value) == (4, 9)
    assert "null_value" in union


def test_a_transform_applies_after_the_fields_of_its_write(client: Client) -> None:
    document = client.document("counters/1")
    document.set({"value": 1})
    document.update({"value": Increment(1), "other": "x"})
    assert document.get().to_dict() == {"value": 2, "other": "x"}


def test_only_numbers_can_be_added(rpc: Rpc) -> None:
    transform = {"field_path": "a", "increment": {"string_value": "x"}}
    with pytest.raises(InvalidArgument):
        rpc.commit(Write(update={"name": f"{rpc.root}/c/1"}, update_transforms=[transform]))
    assert rpc.get("c/1") == [None]
