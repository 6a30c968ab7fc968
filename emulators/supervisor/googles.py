"""Whether Google's own emulators can be run here."""

from __future__ import annotations

from emulators.google.installed import NotInstalled, firestore_command, pubsub_command
from emulators.supervisor.cannot_start import CannotStart


def require_google() -> None:
    """`CannotStart` says what is missing."""
    try:
        firestore_command(0)
        pubsub_command(0)
    except NotInstalled as missing:
        raise CannotStart(f"Google's emulators cannot run: {missing}") from missing
