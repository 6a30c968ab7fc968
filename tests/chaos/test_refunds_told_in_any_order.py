"""A refund's events, doubled and late, before and after the sale's own: one ending."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import timedelta

import pytest

from tests.chaos.faults import Faults, Mode
from tests.chaos.run import Run
from tests.chaos.stories import REFUND_TOLD_FIRST
from tests.chaos.story import Story
from tests.chaos.told import CARD, Told
from tests.chaos.verdict import flaws_of

CREATED = (Told("refund.created", "pending"),)
SUCCEEDED = (
    *CREATED,
    Told("refund.updated", "succeeded"),
    Told("charge.refunded", "succeeded"),
)
LIVES: dict[tuple[Told, ...], tuple[tuple[str, ...], ...]] = {
    SUCCEEDED: (("CN", "INV"),),
    (*CREATED, Told("refund.failed", "failed")): (("INV",),),
    (*SUCCEEDED, Told("refund.failed", "failed")): (("CN", "INV", "RV"), ("INV",)),
}
LATE_MAX_SECONDS = 600
COPIES_MAX = 3
CALLS_OF_A_STORY = 150
CRASHES = (Mode.CRASH_BEFORE, Mode.CRASH_AFTER)


def shuffled(dice: random.Random) -> Story:
    refund_told, endings = dice.choice(list(LIVES.items()))
    late = {
        told.type: tuple(
            timedelta(seconds=dice.randrange(LATE_MAX_SECONDS))
            for _ in range(dice.randint(1, COPIES_MAX))
        )
        for told in (*CARD, *refund_told)
    }
    return replace(REFUND_TOLD_FIRST, refund_told=refund_told, endings=endings, late=late)


def test_a_refund_told_in_any_order_and_often_ends_in_the_same_books() -> None:
    for seed in range(150):
        story = shuffled(random.Random(seed))
        assert flaws_of(Run(Faults(), story)) == [], f"shuffled(random.Random({seed}))"


@pytest.mark.slow
@pytest.mark.timeout(600)
def test_crashes_among_disordered_events_end_in_the_same_books() -> None:
    for seed in range(1_000):
        dice = random.Random(seed)
        story = shuffled(dice)
        points = {dice.randrange(CALLS_OF_A_STORY): dice.choice(CRASHES) for _ in range(2)}
        assert flaws_of(Run(Faults(points), story)) == [], (seed, points)
