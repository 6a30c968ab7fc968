"""Instants in the API's own notation: RFC 3339, UTC, milliseconds."""

from __future__ import annotations

from datetime import datetime


def written(moment: datetime) -> str:
    return moment.isoformat(timespec="milliseconds").replace("+00:00", "Z")
