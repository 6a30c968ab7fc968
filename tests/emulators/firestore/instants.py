from __future__ import annotations

from datetime import datetime


def instant(time: object) -> datetime:
    """A time of the client library: typed as a protobuf Timestamp, in truth a datetime."""
    if not isinstance(time, datetime):
        raise TypeError(f"not a time: {time!r}")
    return time
