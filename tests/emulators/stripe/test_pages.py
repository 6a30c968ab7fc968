"""A page of a list is made of no more rows than it shows, and one to see whether there are more."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from emulators.stripe.store import JsonObject
from emulators.stripe.wire.errors import StripeError
from emulators.stripe.wire.lists import page


def rows(count: int) -> Iterator[JsonObject]:
    return ({"id": f"evt_{number}"} for number in range(count))


def ids(listed: JsonObject) -> list[str]:
    return [row["id"] for row in listed["data"]]


def test_rows_beyond_the_page_are_not_read() -> None:
    left = rows(100)
    listed = page(left, {"limit": 2}, "/v1/events")
    assert (ids(listed), listed["has_more"]) == (["evt_0", "evt_1"], True)
    assert next(left)["id"] == "evt_3"


@pytest.mark.parametrize(
    ("params", "found", "has_more"),
    [
        ({}, ["evt_0", "evt_1", "evt_2", "evt_3", "evt_4"], False),
        ({"limit": 5}, ["evt_0", "evt_1", "evt_2", "evt_3", "evt_4"], False),
        ({"limit": 2, "starting_after": "evt_1"}, ["evt_2", "evt_3"], True),
        ({"limit": 2, "starting_after": "evt_4"}, [], False),
        ({"limit": 2, "ending_before": "evt_3"}, ["evt_1", "evt_2"], True),
        ({"limit": 2, "ending_before": "evt_2"}, ["evt_0", "evt_1"], False),
        ({"limit": 2, "ending_before": "evt_0"}, [], False),
    ],
)
def test_cursors_cut_the_list_on_either_side(
    params: JsonObject, found: list[str], *, has_more: bool
) -> None:
    listed = page(rows(5), params, "/v1/events")
    assert (ids(listed), listed["has_more"]) == (found, has_more)


@pytest.mark.parametrize("cursor", ["starting_after", "ending_before"])
def test_a_cursor_that_is_no_row_is_refused(cursor: str) -> None:
    with pytest.raises(StripeError):
        page(rows(5), {cursor: "evt_9"}, "/v1/events")
