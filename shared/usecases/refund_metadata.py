"""What we write on a refund at the provider, to find it again in the provider's own events."""

from __future__ import annotations

import re
from collections.abc import Mapping

from shared.domain.refund_request import is_request_id

LINES_KEY = "kvitto_lines"
"""Says how much of which line: `0:1060,2:500`, in minor units."""
REQUEST_KEY = "refund_request"
"""Names our request for it."""

_LINES = re.compile(r"\d{1,3}:\d{1,8}(,\d{1,3}:\d{1,8})*")


def wanted_lines(metadata: Mapping[str, str] | None) -> Mapping[int, int] | None:
    """The lines it was asked for; None spreads it over all of them."""
    text = (metadata or {}).get(LINES_KEY, "")
    if not _LINES.fullmatch(text):
        return None
    pairs = (pair.split(":") for pair in text.split(","))
    return {int(place): int(minor) for place, minor in pairs}


def request_named(metadata: Mapping[str, str] | None) -> str | None:
    """The id of our request; None for a refund that somebody made by hand."""
    text = (metadata or {}).get(REQUEST_KEY, "")
    return text if is_request_id(text) else None
