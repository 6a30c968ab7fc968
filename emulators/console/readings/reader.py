"""Which reading is for which shelf."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from emulators.console.readings import firestore, pubsub, ses, storage, stripe, tasks
from emulators.console.readings.happening import Happening
from emulators.console.watching.change import Change
from emulators.console.watching.chronicle import Chronicle

_READINGS: Mapping[str, Callable[[Change, Mapping[str, bytes]], Happening | None]] = {
    "firestore": firestore.read,
    "pubsub": pubsub.read,
    "ses": ses.read,
    "storage": storage.read,
    "stripe": stripe.read,
    "tasks": tasks.read,
}


def read(change: Change, chronicle: Chronicle) -> Happening | None:
    """None for what is no news."""
    reading = _READINGS.get(change.shelf)
    return reading(change, chronicle.present(change.shelf)) if reading else None


def text(change: Change) -> bytes:
    """What there is to search in a change."""
    if change.shelf == "ses":
        return ses.text(change)
    return change.key.encode() + b"\n" + (change.value or change.before or b"")
