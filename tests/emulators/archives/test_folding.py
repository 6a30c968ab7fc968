from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from pathlib import Path

import pytest

from emulators.archives.folding import KEYS_MAX, Folding
from emulators.archives.journal import Journal
from emulators.archives.tables import Tables


class FullAtFirst(Tables):
    """Tables on a disk that is full for a while."""

    failures = 1

    def write(self, changes: Mapping[tuple[str, str], bytes | None]) -> None:
        if self.failures:
            self.failures -= 1
            raise sqlite3.OperationalError("database or disk is full")
        super().write(changes)


def test_a_journal_goes_only_when_all_of_it_is_in_the_tables(tmp_path: Path) -> None:
    tables = FullAtFirst(tmp_path / "cloud.sqlite")
    journal = Journal.numbered(tmp_path / "cloud.sqlite", 1)
    changes = {("tasks", f"{number:05}"): b"1" for number in range(KEYS_MAX + 10)}
    folding = Folding(tables, journal, changes)

    with pytest.raises(sqlite3.OperationalError):
        folding.fold_a_slice()
    more = [folding.fold_a_slice() for _ in range(2)]
    kept = list(tmp_path.glob("*journal*"))
    more.append(folding.fold_a_slice())
    found = tables.counts()
    tables.close()

    assert more == [True, True, False]
    assert len(kept) == 1
    assert list(tmp_path.glob("*journal*")) == []
    assert found == {"tasks": KEYS_MAX + 10}
