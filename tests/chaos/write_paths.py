"""`python -m tests.chaos.write_paths`: list every story's port calls anew. Read the diff."""

from __future__ import annotations

from tests.chaos.debit_stories import DEBIT_STORIES
from tests.chaos.faults import Faults
from tests.chaos.points import PATHS
from tests.chaos.run import Run
from tests.chaos.stories import STORIES
from tests.chaos.story import Story


def calls_of(story: Story) -> list[str]:
    faults = Faults()
    Run(faults, story).to_rest()
    return faults.calls


if __name__ == "__main__":
    for each in (*STORIES, *DEBIT_STORIES):
        text = "".join(f"{call}\n" for call in calls_of(each))
        (PATHS / f"{each.name}.txt").write_text(text, encoding="utf-8")
