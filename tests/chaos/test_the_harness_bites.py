"""Does the crash-point run find bugs? Each one put in on purpose must be found by it."""

from __future__ import annotations

import logging
import re
from collections.abc import Callable

import pytest

from tests.chaos.bugs.asking_back import BUGS_OF_ASKING_BACK
from tests.chaos.bugs.refunding import BUGS_OF_REFUNDING
from tests.chaos.bugs.selling import BUGS_OF_SELLING
from tests.chaos.bugs.storing import BUGS_OF_STORING
from tests.chaos.bugs.telling import BUGS_OF_TELLING
from tests.chaos.faults import Faults
from tests.chaos.points import own_points
from tests.chaos.run import Run
from tests.chaos.stories import SALE
from tests.chaos.story import Story
from tests.chaos.verdict import flaws_of

Bug = Callable[[pytest.MonkeyPatch], None]

BUGS: tuple[tuple[Bug, Story], ...] = (
    *((bug, SALE) for bug in (*BUGS_OF_STORING, *BUGS_OF_SELLING, *BUGS_OF_TELLING)),
    *BUGS_OF_ASKING_BACK,
    *BUGS_OF_REFUNDING,
)

ROTTEN = re.compile("argument|has no attribute")  # no way for a bug of today's code to show


@pytest.mark.parametrize(("bug", "story"), BUGS, ids=lambda part: getattr(part, "__name__", ""))
def test_a_seeded_bug_is_found(bug: Bug, story: Story, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(logging.getLogger("shared"), "disabled", True)
    bug(monkeypatch)

    assert first_flaw(story) is not None


def first_flaw(story: Story) -> str | None:
    """What the first run that goes wrong is accused of: without a fault, or with one."""
    sound = Faults()
    return verdict(sound, story) or next(
        (
            flaw
            for point in own_points(story, sound.calls)
            if (flaw := verdict(Faults(dict([point])), story))
        ),
        None,
    )


def verdict(faults: Faults, story: Story) -> str | None:
    try:
        flaws = flaws_of(Run(faults, story))
    except Exception as error:
        if ROTTEN.search(str(error)):
            raise  # the code has moved on, and the bug must follow it
        return f"{faults.points}: {error!r}"
    return f"{faults.points}: {flaws}" if flaws else None
