"""The ranges that open transactions have queried, kept free of newcomers."""

from __future__ import annotations

from collections.abc import Iterable

from emulators.firestore.queries.run import Footprint
from emulators.firestore.transactions.waiting import Owner
from emulators.firestore.wire import Document


class Footprints:
    """The results themselves are locked; this is about documents that would join them."""

    def __init__(self) -> None:
        self._by_owner: dict[Owner, list[Footprint]] = {}

    def add(self, owner: Owner, footprint: Footprint) -> None:
        self._by_owner.setdefault(owner, []).append(footprint)

    def intruded_by(self, owner: Owner, documents: Iterable[Document | None]) -> Owner | None:
        """Somebody else whose query would have found one of `documents`."""
        others = [other for other in self._by_owner if other is not owner]
        if not others:
            return None
        present = [document for document in documents if document is not None]
        for other in others:
            for footprint in self._by_owner[other]:
                if any(map(footprint.holds, present)):
                    return other
        return None

    def drop(self, owner: Owner) -> None:
        self._by_owner.pop(owner, None)
