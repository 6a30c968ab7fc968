"""All records of a world, without what rightly depends on the order of arrival."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date, datetime
from typing import Any

from shared.adapters.firestore.codec import COLLECTIONS
from shared.domain.payment import Payment
from tests.fakes.database import MemoryDatabase

# Which event came first, and when: history, and no part of the state.
_ARRIVAL = {"history", "cause", "caused_by", "body"}


def canonical(database: MemoryDatabase) -> dict[str, Any]:
    """Collection and id → what is known, comparable between worlds."""
    return {
        f"{collection}/{record.id}": _state(asdict(record), keep_instants=kind is Payment)
        for kind, collection in COLLECTIONS.items()
        for record in database.scan(kind)
    }


def _state(value: Any, *, keep_instants: bool) -> Any:
    if isinstance(value, dict):
        return {
            name: _state(part, keep_instants=keep_instants)
            for name, part in value.items()
            if name not in _ARRIVAL
        }
    if isinstance(value, datetime) and not keep_instants:
        return "an instant"
    if isinstance(value, date) and not isinstance(value, datetime):
        return "a day"  # of an instant
    return value
