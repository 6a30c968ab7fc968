"""Lists in pages. A page token is the last name of the page before."""

from __future__ import annotations

from collections.abc import Iterable

PAGE_SIZE_DEFAULT = 100
PAGE_SIZE_MAX = 1000


def page(names: Iterable[str], page_size: int, page_token: str) -> tuple[list[str], str]:
    """Return one page of the sorted names and the token of the next, "" after the last."""
    size = min(page_size or PAGE_SIZE_DEFAULT, PAGE_SIZE_MAX)
    rest = sorted(name for name in names if name > page_token)
    shown = rest[:size]
    return shown, shown[-1] if len(rest) > size else ""
