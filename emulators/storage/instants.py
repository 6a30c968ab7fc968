"""Instants in the API's own notation: RFC 3339, UTC, milliseconds."""

from __future__ import annotations

from datetime import UTC, datetime

from emulators.storage.refusals import invalid


def written(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def read_instant(value: object, name: str) -> datetime:
    """Read RFC 3339; 400 names the field."""
    try:
        read = datetime.fromisoformat(str(value))
    except ValueError as error:
        raise invalid(f"Invalid value for {name}: '{value}'") from error
    return read if read.tzinfo else read.replace(tzinfo=UTC)
