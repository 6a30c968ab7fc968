"""Does the crash-point run find bugs? Each one put in on purpose must be found by it."""

from __future__ import annotations

import logging
from collections.abc import Callable

import pytest

from tests.chaos.bugs.selling import BUGS_OF_SELLING
from tests.chaos.bugs.storing import BUGS_OF_STORING
from tests.chaos.bugs.telling import BUGS_OF_TELLING
from tests.chaos.faults import Faults
from tests.chaos.points import points_of
from tests.chaos.run import Run
from tests.chaos.verdict import flaws_of

Bug = Callable[[pytest.MonkeyPatch], None]

BUGS: tuple[Bug, ...] = (*BUGS_OF_STORING, *BUGS_OF_SELLING, *BUGS_OF_TELLING)


@pytest.mark.parametrize("bug", BUGS, ids=lambda bug: bug.__name__)
def test_a_seeded_bug_is_found(bug: Bug, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(logging.getLogger("shared"), "disabled", True)
    bug(monkeypatch)

    assert first_flaw() is not None


def first_flaw() -> str | None:
    """What the first run that goes wrong is accused of: without a fault, or with one."""
    sound = Faults()
    return verdict(sound) or next(
        (flaw for point in points_of(sound.calls) if (flaw := verdict(Faults(dict([point]))))),
        None,
    )


def verdict(faults: Faults) -> str | None:
    try:
        flaws = flaws_of(Run(faults))
    except Exception as error:  # noqa: BLE001 - however a bug shows itself, it is found
        return f"{faults.points}: {error!r}"
    return f"{faults.points}: {flaws}" if flaws else None
