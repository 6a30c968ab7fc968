"""What both archives that can go back promise."""

from __future__ import annotations

import asyncio
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from emulators.archives import lasting
from emulators.archives.kept import Kept
from emulators.archives.lasting import Lasting
from emulators.archives.snapshot import Restorable
from emulators.clock.timeline import REAL, Timeline

Open = Callable[[Path], Restorable]
MOVED = Timeline(5, 3, 0.0)


def in_memory(_: Path) -> Restorable:
    return Kept()


def on_disk(path: Path) -> Restorable:
    return Lasting(path / "cloud.sqlite")


@pytest.fixture(params=[in_memory, on_disk])
def open_archive(request: pytest.FixtureRequest) -> Open:
    chosen: Open = request.param
    return chosen


def contents(archive: Restorable, name: str = "tasks") -> dict[str, bytes]:
    return dict(archive.shelf(name).items())


def test_a_shelf_gives_back_what_was_put_in_the_order_of_the_keys(
    open_archive: Open, tmp_path: Path
) -> None:
    archive = open_archive(tmp_path)
    shelf = archive.shelf("tasks")
    for key in ("b", "a", "c"):
        shelf.put(key, key.encode())
    shelf.delete("c")
    archive.shelf("pubsub").put("a", b"another shelf")

    assert list(shelf.items()) == [("a", b"a"), ("b", b"b")]
    assert archive.counts() == {"pubsub": 1, "tasks": 2}
    archive.close()


def test_a_shelf_is_read_by_the_beginning_of_its_keys(open_archive: Open, tmp_path: Path) -> None:
    archive = open_archive(tmp_path)
    shelf = archive.shelf("ses")
    keys = ("mess", "message", "message/", *(f"message/{n:03}" for n in range(250)), "message0")
    for key in keys:
        shelf.put(key, key.encode())

    assert [key for key, _ in shelf.items("message/")] == list(keys[2:-1])
    assert list(shelf.items("message/007")) == [("message/007", b"message/007")]
    assert list(shelf.items("nothing")) == []
    archive.close()


def test_large_values_go_back_with_a_snapshot_as_well(open_archive: Open, tmp_path: Path) -> None:
    archive = open_archive(tmp_path)
    shelf = archive.shelf("storage")
    first, second = b"1" * 100_000, b"2" * 100_000
    shelf.put("content/1", first)
    archive.take("one", REAL)
    shelf.put("content/1", second)
    assert contents(archive, "storage") == {"content/1": second}

    archive.restore("one")

    assert contents(archive, "storage") == {"content/1": first}
    archive.close()


def test_a_snapshot_brings_everything_back_with_its_clock(
    open_archive: Open, tmp_path: Path
) -> None:
    archive = open_archive(tmp_path)
    archive.shelf("tasks").put("kept", b"1")
    archive.shelf("tasks").put("changed", b"1")
    archive.take("before", MOVED)
    archive.shelf("tasks").put("changed", b"2")
    archive.shelf("tasks").delete("kept")
    archive.shelf("stripe").put("new", b"1")

    snapshot = archive.restore("before")

    assert (snapshot.timeline, snapshot.counts) == (MOVED, {"tasks": 2})
    assert contents(archive) == {"kept": b"1", "changed": b"1"}
    assert contents(archive, "stripe") == {}
    archive.close()


def test_a_snapshot_can_be_gone_back_to_again_and_again(open_archive: Open, tmp_path: Path) -> None:
    archive = open_archive(tmp_path)
    archive.shelf("tasks").put("a", b"1")
    archive.take("one", REAL)
    for _ in range(2):
        archive.restore("one")
        archive.shelf("tasks").put("a", b"2")
    archive.restore("one")

    assert contents(archive) == {"a": b"1"}
    archive.close()


def test_snapshots_are_listed_oldest_first_until_they_are_dropped(
    open_archive: Open, tmp_path: Path
) -> None:
    archive = open_archive(tmp_path)
    for name in ("b", "a", "c"):
        archive.take(name, REAL)
    archive.drop("a")

    assert [snapshot.name for snapshot in archive.snapshots()] == ["b", "c"]
    archive.close()


def test_names_are_taken_once_and_have_to_be_known(open_archive: Open, tmp_path: Path) -> None:
    archive = open_archive(tmp_path)
    archive.take("one", REAL)

    with pytest.raises(ValueError, match="there is a snapshot one already"):
        archive.take("one", REAL)
    with pytest.raises(LookupError, match="there is no snapshot two"):
        archive.restore("two")
    with pytest.raises(LookupError, match="there is no snapshot two"):
        archive.drop("two")
    archive.close()


def killed(path: Path, directory: Path) -> Lasting:
    """Open what a process leaves behind that is killed now: the files as they are."""
    directory.mkdir(exist_ok=True)
    copy = directory / "copy"
    shutil.copytree(path, copy)
    return Lasting(copy / "cloud.sqlite")


def test_what_was_committed_survives_a_kill(tmp_path: Path) -> None:
    async def scenario() -> dict[str, bytes]:
        archive = Lasting(tmp_path / "state" / "cloud.sqlite")
        archive.shelf("tasks").put("a", b"1")
        archive.commit()
        after = killed(tmp_path / "state", tmp_path)
        archive.close()
        return contents(after)

    assert asyncio.run(scenario()) == {"a": b"1"}


def test_one_turn_of_the_loop_is_kept_as_a_whole_or_not_at_all(tmp_path: Path) -> None:
    async def scenario() -> tuple[dict[str, bytes], dict[str, bytes]]:
        archive = Lasting(tmp_path / "state" / "cloud.sqlite")
        shelf = archive.shelf("tasks")
        shelf.put("a", b"1")
        archive.shelf("pubsub").put("b", b"1")
        during = killed(tmp_path / "state", tmp_path / "first")
        await asyncio.sleep(0)
        after = killed(tmp_path / "state", tmp_path / "second")
        archive.close()
        return contents(during), contents(after) | contents(after, "pubsub")

    assert asyncio.run(scenario()) == ({}, {"a": b"1", "b": b"1"})


def test_what_was_folded_and_what_was_not_come_back_together(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lasting, "FOLD_AT_KEYS", 1000)

    async def scenario() -> list[dict[str, bytes]]:
        archive = Lasting(tmp_path / "state" / "cloud.sqlite")
        shelf = archive.shelf("tasks")
        found = []
        for number in range(1500):
            shelf.put(f"{number:05}", b"old")
            archive.commit()
        for turn in range(3):  # nothing folded yet, some, and all of the first journal
            shelf.delete(f"{turn:05}")
            shelf.put("00900", str(turn).encode())
            archive.commit()
            after = killed(tmp_path / "state", tmp_path / str(turn))
            found.append(contents(after))
            after.close()
            await asyncio.sleep(2 * lasting.PAUSE_SECONDS)
        archive.close()
        return found

    found = asyncio.run(scenario())
    assert [len(one) for one in found] == [1499, 1498, 1497]
    assert [one["00900"] for one in found] == [b"0", b"1", b"2"]
    assert [min(one) for one in found] == ["00001", "00002", "00003"]


def test_an_archive_that_is_closed_leaves_no_journal(tmp_path: Path) -> None:
    archive = Lasting(tmp_path / "cloud.sqlite")
    archive.shelf("tasks").put("a", b"1")
    archive.close()

    assert list(tmp_path.glob("*journal*")) == []
    archive = Lasting(tmp_path / "cloud.sqlite")
    assert contents(archive) == {"a": b"1"}
    archive.close()


def test_snapshots_on_disk_outlive_the_process(tmp_path: Path) -> None:
    archive = Lasting(tmp_path / "cloud.sqlite")
    archive.shelf("tasks").put("a", b"1")
    archive.take("one", MOVED)
    archive.shelf("tasks").delete("a")
    archive.close()
    archive = Lasting(tmp_path / "cloud.sqlite")

    assert archive.restore("one").timeline == MOVED
    assert contents(archive) == {"a": b"1"}
    archive.close()
