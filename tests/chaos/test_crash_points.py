"""Every port call of every story, spoiled in every way, ends as the story may end."""

from __future__ import annotations

import random

import pytest

from tests.chaos.faults import Faults, Mode
from tests.chaos.points import Point, listed_calls, modes_of, own_points
from tests.chaos.run import Run
from tests.chaos.stories import REFUND, REFUND_FAILED_LATER, SALE, STORIES
from tests.chaos.story import Story
from tests.chaos.verdict import ending_of, flaws_of

CRASHES = [Mode.CRASH_BEFORE, Mode.CRASH_AFTER]  # what can happen at any port


def named(story: Story, point: Point) -> str:
    index, mode = point
    return f"{index}-{listed_calls(story)[index]}-{mode}"


EVERY_TIME = (SALE, REFUND, REFUND_FAILED_LATER)
NOW_AND_THEN = [story for story in STORIES if story not in EVERY_TIME]
CALLS = {story.name: listed_calls(story) for story in STORIES}
POINTS = [
    pytest.param(story, point, id=f"{story.name}-{named(story, point)}")
    for story in EVERY_TIME
    for point in own_points(story, CALLS[story.name])
]


@pytest.mark.parametrize("story", STORIES, ids=lambda story: story.name)
def test_the_list_names_every_port_call_of_its_story(story: Story) -> None:
    faults = Faults()
    run = Run(faults, story)

    assert run.to_rest() == []

    assert tuple(faults.calls) == CALLS[story.name], "list them anew: tests/chaos/README.md"
    assert ending_of(run) == story.endings[0]


@pytest.mark.parametrize("story", STORIES, ids=lambda story: story.name)
def test_without_a_fault_a_story_ends_as_it_may(story: Story) -> None:
    assert flaws_of(Run(Faults(), story)) == []


@pytest.mark.parametrize(("story", "point"), POINTS)
def test_a_fault_at_any_port_call_ends_as_the_story_may(story: Story, point: Point) -> None:
    assert_survives_at(story, point)


@pytest.mark.slow
@pytest.mark.timeout(600)
@pytest.mark.parametrize("story", NOW_AND_THEN, ids=lambda story: story.name)
def test_a_fault_at_any_port_call_ends_as_this_story_may(story: Story) -> None:
    for point in own_points(story, CALLS[story.name]):
        assert_survives_at(story, point)


def assert_survives_at(story: Story, point: Point) -> None:
    index, mode = point
    faults = Faults({index: mode})

    assert flaws_of(Run(faults, story)) == [], named(story, point)
    assert faults.struck == {index}


def pairs(story: Story, seed: int, count: int) -> list[dict[int, Mode]]:
    """Two faults in one story. The second may fall on a call that only the first one caused."""
    dice, calls = random.Random(f"{story.name} {seed}"), CALLS[story.name]
    drawn = [(dice.randrange(len(calls)), dice.randrange(len(calls) + 20)) for _ in range(count)]
    return [
        {first: dice.choice(modes_of(calls[first])), second: dice.choice(CRASHES)}
        for first, second in drawn
    ]


@pytest.mark.parametrize("story", STORIES, ids=lambda story: story.name)
def test_two_faults_in_one_story_end_as_it_may(story: Story) -> None:
    for points in pairs(story, seed=1, count=300 if story is SALE else 20):
        assert_survives(story, points)


@pytest.mark.slow
@pytest.mark.timeout(600)
@pytest.mark.parametrize("story", STORIES, ids=lambda story: story.name)
def test_thousands_of_pairs_of_faults_end_as_the_story_may(story: Story) -> None:
    for points in pairs(story, seed=2, count=5000 if story is SALE else 500):
        assert_survives(story, points)


def assert_survives(story: Story, points: dict[int, Mode]) -> None:
    replay = f"replay with Run(Faults({points}), {story.name})"
    assert flaws_of(Run(Faults(points), story)) == [], replay
