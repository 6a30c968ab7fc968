"""What a write asks to be true of the document before it."""

from __future__ import annotations

from emulators.firestore.storage.instants import Micros, exact_micros_of, micros_of
from emulators.firestore.wire import Document, Precondition
from emulators.google_apis.refused import already_exists, failed_precondition, invalid, not_found


def check_precondition(precondition: Precondition, name: str, current: Document | None) -> None:
    kind = precondition.WhichOneof("condition_type")
    if kind == "exists":
        _check_exists(name, current, wanted=precondition.exists)
    elif kind == "update_time":
        _check_update_time(name, current, exact_micros_of(precondition.update_time))


def _check_exists(name: str, current: Document | None, *, wanted: bool) -> None:
    if wanted and current is None:
        raise not_found(f"No document to update: {name}")
    if not wanted and current is not None:
        raise already_exists(f"Document already exists: {name}")


def _check_update_time(name: str, current: Document | None, required: Micros) -> None:
    """A time that no version of the document can have is a mistake, not a conflict."""
    stored = Micros(0) if current is None else micros_of(current.update_time)
    if current is not None and required > stored:
        raise invalid(f"Invalid base version, it is greater than the stored version: {name}")
    if stored != required:
        raise failed_precondition(
            f"the stored version ({stored}) does not match the required base version ({required})"
        )
