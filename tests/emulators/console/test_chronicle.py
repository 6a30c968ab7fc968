"""What the console keeps of the changes on the shelves."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest

from emulators.archives.kept import Kept
from emulators.clock.timeline import REAL
from emulators.console.watching import chronicle as chronicles
from emulators.console.watching.change import Change
from emulators.console.watching.chronicle import Chronicle
from emulators.console.watching.present import SPILT_FROM_BYTES
from emulators.console.watching.watched_archive import WatchedArchive


def _watched() -> tuple[WatchedArchive, Chronicle]:
    instants: Iterator[int] = iter(range(10**9))
    chronicle = Chronicle(lambda: next(instants))
    return WatchedArchive(Kept(), chronicle), chronicle


def _told(chronicle: Chronicle) -> list[tuple[str, bytes | None, bytes | None]]:
    return [(change.key, change.before, change.value) for change in chronicle.since(0)]


def test_every_change_is_told_with_what_was_there_before() -> None:
    archive, chronicle = _watched()
    shelf = archive.shelf("firestore")

    shelf.put("a", b"1")
    shelf.put("a", b"2")
    shelf.delete("a")
    shelf.delete("a")

    assert _told(chronicle) == [("a", None, b"1"), ("a", b"1", b"2"), ("a", b"2", None)]
    assert [change.at_ns for change in chronicle.since(0)] == [0, 1, 2]
    assert chronicle.present("firestore") == {}


def test_the_archive_behind_keeps_everything_as_if_nobody_watched() -> None:
    kept = Kept()
    archive = WatchedArchive(kept, Chronicle(lambda: 0))

    archive.shelf("stripe").put("a", b"1")

    assert list(kept.shelf("stripe").items()) == [("a", b"1")]
    assert archive.counts() == {"stripe": 1}


def test_what_a_service_finds_when_it_starts_is_told_once_however_often_it_starts() -> None:
    kept = Kept()
    kept.shelf("tasks").put("a", b"1")
    chronicle = Chronicle(lambda: 0)
    shelf = WatchedArchive(kept, chronicle).shelf("tasks")

    assert list(shelf.items()) == list(shelf.items()) == [("a", b"1")]

    assert list(chronicle.since(0)) == [Change(1, 0, "tasks", "a", b"1", None, is_found=True)]


def test_what_is_written_last_comes_last() -> None:
    archive, chronicle = _watched()
    shelf = archive.shelf("firestore")

    for key in ("a", "b", "a"):
        shelf.put(key, b"")

    assert list(chronicle.present("firestore")) == ["b", "a"]


@pytest.mark.parametrize(
    ("shelf", "key"),
    [
        ("identity", "signing-key"),
        ("secrets", "version/1"),
        ("ses", "signing-key"),
        ("stripe", "webhook_secret/we_1"),
    ],
)
def test_keys_and_secrets_are_never_seen(shelf: str, key: str) -> None:
    archive, chronicle = _watched()

    archive.shelf(shelf).put(key, b"private")
    list(archive.shelf(shelf).items())

    assert key not in chronicle.present(shelf)
    assert _told(chronicle) == []


def test_the_oldest_changes_are_forgotten(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(chronicles, "CHANGES_MAX", 2)
    archive, chronicle = _watched()

    for key in ("a", "b", "c"):
        archive.shelf("tasks").put(key, b"")

    assert [change.key for change in chronicle.since(0)] == ["b", "c"]
    assert [change.key for change in chronicle.since(2)] == ["c"]
    assert len(chronicle.present("tasks")) == 3


def test_a_restored_snapshot_begins_a_new_chronicle() -> None:
    archive, chronicle = _watched()
    archive.shelf("tasks").put("a", b"1")
    taken = archive.take("one", REAL)
    archive.shelf("tasks").put("b", b"2")
    watched: list[datetime] = []
    chronicle.watch(lambda: watched.append(datetime.now(UTC)))

    archive.restore("one")
    list(archive.shelf("tasks").items())

    assert archive.snapshots() == [taken]
    assert chronicle.present("tasks") == {"a": b"1"}
    assert [(change.key, change.is_found) for change in chronicle.since(0)] == [("a", True)]
    assert len(watched) == 2


def test_who_watches_is_told_until_it_stops() -> None:
    archive, chronicle = _watched()
    told: list[int] = []
    stop = chronicle.watch(lambda: told.append(chronicle.count))

    archive.shelf("tasks").put("a", b"")
    stop()
    archive.shelf("tasks").put("b", b"")

    assert told == [1]


def test_large_values_are_read_back_from_where_they_were_put() -> None:
    archive, chronicle = _watched()
    shelf = archive.shelf("storage")
    first, second = b"1" * SPILT_FROM_BYTES, b"2" * SPILT_FROM_BYTES

    shelf.put("object/1", first)
    shelf.put("object/1", second)

    assert chronicle.present("storage")["object/1"] == second
    assert _told(chronicle) == [("object/1", None, first), ("object/1", first, second)]


def test_a_change_is_found_by_its_number_until_it_is_forgotten(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(chronicles, "CHANGES_MAX", 2)
    archive, chronicle = _watched()
    assert chronicle.find(1) is None

    for key in ("a", "b", "c"):
        archive.shelf("tasks").put(key, b"")

    found = [chronicle.find(number) for number in (1, 2, 3, 4)]
    assert [change and change.key for change in found] == [None, "b", "c", None]


def test_the_content_of_objects_is_kept_but_is_no_news() -> None:
    archive, chronicle = _watched()

    archive.shelf("storage").put("content/1", b"%PDF")

    assert chronicle.present("storage")["content/1"] == b"%PDF"
    assert _told(chronicle) == []
