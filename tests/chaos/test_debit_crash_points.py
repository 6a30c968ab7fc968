"""Every port call of a debit's way, spoiled in every way, tells its buyer each fact once."""

from __future__ import annotations

import random

import pytest

from tests.chaos.debit_stories import DEBIT_FAILED, DEBIT_STORIES
from tests.chaos.faults import Faults, Mode
from tests.chaos.points import listed_calls, modes_of, own_points
from tests.chaos.run import Run
from tests.chaos.story import Story
from tests.chaos.verdict_on_debits import TOLD, debit_flaws, told_in

CRASHES = [Mode.CRASH_BEFORE, Mode.CRASH_AFTER]  # what can happen at any port
EVERY_TIME = (DEBIT_FAILED,)  # the others are `slow`
CALLS = {story.name: listed_calls(story) for story in DEBIT_STORIES}
POINTS = [
    pytest.param(
        story,
        index,
        mode,
        id=f"{story.name}-{index}-{CALLS[story.name][index]}-{mode}",
        marks=[] if story in EVERY_TIME else [pytest.mark.slow],
    )
    for story in DEBIT_STORIES
    for index, mode in own_points(story, CALLS[story.name])
]


@pytest.mark.parametrize("story", DEBIT_STORIES, ids=lambda story: story.name)
def test_the_list_names_every_port_call_of_its_debit(story: Story) -> None:
    faults = Faults()
    run = Run(faults, story)

    assert run.to_rest() == []

    assert tuple(faults.calls) == CALLS[story.name], "list them anew: write_paths.py in this folder"
    assert told_in(run) == TOLD[story.name][1][0]


@pytest.mark.parametrize("story", DEBIT_STORIES, ids=lambda story: story.name)
def test_without_a_fault_a_debit_ends_as_it_must(story: Story) -> None:
    assert debit_flaws(Run(Faults(), story)) == []


@pytest.mark.parametrize(("story", "index", "mode"), POINTS)
def test_a_fault_at_any_port_call_tells_each_fact_once(
    story: Story, index: int, mode: Mode
) -> None:
    faults = Faults({index: mode})

    assert debit_flaws(Run(faults, story)) == []
    assert faults.struck == {index}


@pytest.mark.parametrize("story", DEBIT_STORIES, ids=lambda story: story.name)
def test_two_faults_in_one_debit_tell_each_fact_once(story: Story) -> None:
    dice, calls = random.Random(story.name), CALLS[story.name]
    for _ in range(50):
        first, second = dice.randrange(len(calls)), dice.randrange(len(calls) + 20)
        points = {first: dice.choice(modes_of(calls[first])), second: dice.choice(CRASHES)}

        assert debit_flaws(Run(Faults(points), story)) == [], f"{story.name}: Faults({points})"
