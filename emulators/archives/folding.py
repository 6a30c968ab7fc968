"""Moving the changes of one journal into the tables, so slowly that nobody notices."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import islice

from emulators.archives.journal import Journal
from emulators.archives.tables import Tables

KEYS_MAX = 512  # some three milliseconds


class Folding:
    """The journal goes once all is folded. Killed before, the next start folds it all again."""

    def __init__(
        self, tables: Tables, journal: Journal, changes: Mapping[tuple[str, str], bytes | None]
    ) -> None:
        self._tables = tables
        self._journal = journal
        self._left = iter(changes.items())
        self._slice: dict[tuple[str, str], bytes | None] = {}

    def fold_a_slice(self) -> bool:
        """Whether there may be more."""
        self._slice = self._slice or dict(islice(self._left, KEYS_MAX))
        if self._slice:
            self._tables.write(self._slice)  # `sqlite3.Error`: the slice is tried again
            self._slice = {}
            return True
        self._journal.remove()
        return False
