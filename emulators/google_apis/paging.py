"""Pages of a list that is sorted by name. The token is the last name of the page before."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable

from emulators.google_apis.refused import invalid


def page(names: Iterable[str], *, token: str, size: int, size_max: int) -> tuple[list[str], str]:
    """Return the names on the page and the token of the next one, empty on the last."""
    if size < 0:
        raise invalid("page_size cannot be negative.")
    ordered = sorted(names)
    start = bisect_right(ordered, token)
    end = start + min(size or size_max, size_max)
    on_page = ordered[start:end]
    return on_page, on_page[-1] if end < len(ordered) else ""
