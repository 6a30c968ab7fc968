"""What belongs to an id, and what does not."""

from __future__ import annotations

import asyncio
from pathlib import Path

from emulators.console.following.journey import Journey, follow
from emulators.console.following.story import Story
from emulators.console.watching.chronicle import Chronicle
from emulators.console.watching.log_files import LogFiles
from emulators.firestore.wire import make_document

ROOT = "projects/p/databases/d/documents"
OURS, THEIRS = "ord_1AAAAAAAAAAAA", "ord_2BBBBBBBBBBBB"
PAYMENT, TRACE, HOOK = "pi_1AAAAAAAAAAAA", "a" * 31 + "1", "we_1WWWWWWWWWWWW"


class _World:
    """Each second something happens."""

    def __init__(self) -> None:
        self.chronicle = Chronicle(self._time_ns)
        self.seconds = 0

    def write(self, path: str, *ids: str) -> None:
        document = make_document(name=f"{ROOT}/{path}")
        document.fields["ids"].string_value = " ".join(ids)
        self.seconds += 1
        self.chronicle.put("firestore", document.name, document.SerializeToString())

    def follow(self, wanted: str) -> Journey:
        async def scenario() -> Journey:
            story = Story(self.chronicle, LogFiles(None))
            await story.catch_up()
            return follow(story, wanted)

        return asyncio.run(scenario())

    def _time_ns(self) -> int:
        return self.seconds * 10**9


def _titles(journey: Journey) -> list[str]:
    return [entry.happening.title for entry in journey.entries]


def test_ids_that_belong_to_the_followed_one_lead_on() -> None:
    world = _World()
    world.write("orders/1", OURS)
    world.write("payments/1", OURS, PAYMENT)
    world.write("traces/1", PAYMENT, TRACE)
    world.write("logs/1", TRACE)

    assert _titles(world.follow(OURS)) == [
        "orders/1 created",
        "payments/1 created",
        "traces/1 created",
        "logs/1 created",
    ]


def test_what_belongs_to_another_of_its_kind_stays_away() -> None:
    world = _World()
    world.write("orders/1", OURS)
    world.write("orders/2", THEIRS)
    world.write("batches/1", OURS, TRACE)
    world.write("batches/2", THEIRS, TRACE)

    assert _titles(world.follow(OURS)) == ["orders/1 created", "batches/1 created"]


def test_what_is_older_does_not_belong_to_it() -> None:
    world = _World()
    world.write("hooks/1", HOOK)
    world.write("orders/1", OURS, HOOK)
    world.write("deliveries/9", HOOK)

    assert _titles(world.follow(OURS)) == ["orders/1 created"]


def test_what_lives_mostly_elsewhere_does_not_belong_to_it() -> None:
    world = _World()
    world.write("orders/1", OURS, HOOK)
    for number in range(3):
        world.write(f"deliveries/{number}", HOOK)

    assert _titles(world.follow(OURS)) == ["orders/1 created"]


def test_every_moment_names_the_one_that_brought_up_its_newest_id() -> None:
    world = _World()
    world.write("orders/1", OURS)
    world.write("payments/1", OURS, PAYMENT)
    world.write("orders/1", OURS, PAYMENT)

    entries = world.follow(OURS).as_json()["entries"]

    assert [entry["cause"] for entry in entries] == [
        None,
        entries[0]["number"],
        entries[1]["number"],
    ]
    assert entries[2]["title"] == "orders/1 changed"


def test_the_ids_met_on_the_way_are_named_own_ones_first() -> None:
    world = _World()
    world.write("hooks/1", HOOK)
    world.write("orders/1", OURS, HOOK, PAYMENT)

    related = world.follow(OURS).as_json()["related"]

    assert [(one["id"], one["is_own"]) for one in related] == [(PAYMENT, True), (HOOK, False)]


def test_other_words_are_searched_for() -> None:
    world = _World()
    world.write("orders/1", OURS)
    world.write("receipts/1", PAYMENT)

    assert _titles(world.follow("RECEIPTS/")) == ["receipts/1 created"]
    assert _titles(world.follow("nothing")) == []


def test_the_lines_of_the_logs_take_their_place_among_the_changes(tmp_path: Path) -> None:
    chronicle = Chronicle(lambda: 0)
    document = make_document(name=f"{ROOT}/orders/{OURS}")
    chronicle.put("firestore", document.name, document.SerializeToString())
    line = '{"severity": "ERROR", "time": "2026-01-01T00:00:00+00:00", "message": "%s"}\n'
    (tmp_path / "checkout.log").write_text(line % OURS)

    async def scenario() -> list[tuple[str, str]]:
        story = Story(chronicle, LogFiles(tmp_path))
        await story.catch_up()
        return [(one.happening.service, one.happening.tone) for one in follow(story, OURS).entries]

    assert asyncio.run(scenario()) == [("firestore", "new"), ("functions", "bad")]
