"""Whole stories, event by event, as they were recorded: see `record`."""

from __future__ import annotations

import pytest

from tests.emulators.stripe.record import FOLDER, differences, recorded, tell
from tests.emulators.stripe.told import TOLD


@pytest.mark.parametrize("name", TOLD)
def test_a_story_goes_as_it_was_recorded(name: str) -> None:
    was, now = recorded(name), tell(TOLD[name])
    assert [event["type"] for event in now] == [event["type"] for event in was]
    assert list(differences(was, now)) == []


def test_every_recording_is_of_a_story() -> None:
    assert {file.stem for file in FOLDER.iterdir()} == set(TOLD)


def test_the_comparison_itself_sees_every_difference() -> None:
    was, now = {"a": [1, {"b": 2}], "c": 1}, {"a": [1, {"b": 3}], "d": None}
    told = [".a[1].b: 2 is now 3", ".c: 1 is now '(none)'", ".d: '(none)' is now None"]
    assert list(differences(was, now)) == told
