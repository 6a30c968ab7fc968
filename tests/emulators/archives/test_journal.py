from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from emulators.archives.journal import Change, Journal

FIRST: list[Change] = [("tasks", "a", b"1"), ("tasks", "b", None)]
SECOND: list[Change] = [("stripe", "å", b""), ("pubsub", "", b"\x00" * 1000)]


def written(path: Path, *records: list[Change]) -> bytes:
    journal = Journal(path)
    for record in records:
        journal.append(record)
    journal.close()
    return path.read_bytes()


def found(path: Path) -> list[list[Change]]:
    journal = Journal(path)
    try:
        return list(journal.records())
    finally:
        journal.close()


def test_what_was_appended_is_found_in_order(tmp_path: Path) -> None:
    path = tmp_path / "journal"
    written(path, FIRST, SECOND)

    assert found(path) == [FIRST, SECOND]


def test_of_a_record_that_was_cut_off_anywhere_nothing_is_found(tmp_path: Path) -> None:
    path = tmp_path / "journal"
    first = len(written(path, FIRST))
    whole = written(path, SECOND)

    for length in range(first, len(whole)):
        path.write_bytes(whole[:length])
        assert found(path) == [FIRST], length
        assert path.stat().st_size == first


@pytest.mark.parametrize("place", [0, 4, 8, 12, -1])
def test_a_record_with_a_wrong_byte_ends_the_journal(tmp_path: Path, place: int) -> None:
    path = tmp_path / "journal"
    first = written(path, FIRST)
    whole = bytearray(written(path, SECOND))
    whole[len(first) + place if place >= 0 else place] ^= 1
    path.write_bytes(bytes(whole))

    assert found(path) == [FIRST]


def test_what_is_appended_after_a_cut_tail_is_found(tmp_path: Path) -> None:
    path = tmp_path / "journal"
    whole = written(path, FIRST, SECOND)
    path.write_bytes(whole[:-3])
    journal = Journal(path)
    list(journal.records())
    journal.append(SECOND)
    journal.close()

    assert found(path) == [FIRST, SECOND]


@given(
    st.lists(
        st.lists(
            st.tuples(st.text(max_size=5), st.text(max_size=20), st.none() | st.binary()),
            min_size=1,
            max_size=5,
        ),
        max_size=5,
    )
)
def test_any_changes_come_back_as_they_were(
    tmp_path_factory: pytest.TempPathFactory, records: list[list[Change]]
) -> None:
    path = tmp_path_factory.mktemp("journal") / "journal"
    written(path, *records)

    assert found(path) == records
