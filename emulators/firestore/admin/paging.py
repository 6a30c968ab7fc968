"""Pages of a list. The token is the number of items on the pages before."""

from __future__ import annotations

from collections.abc import Sequence

from emulators.firestore.wire import Request, Response
from emulators.google_apis.refused import invalid

PAGE_SIZE_MAX = 1000


def page(items: Sequence[Response], request: Request) -> tuple[Sequence[Response], str]:
    """The items on the page a request asks for, and the token of the next page."""
    if request.page_size < 0:
        raise invalid("Page size must be nonnegative.")
    if request.page_token and not request.page_token.isdigit():
        raise invalid("invalid page token")
    start = int(request.page_token or 0)
    stop = start + min(request.page_size or PAGE_SIZE_MAX, PAGE_SIZE_MAX)
    return items[start:stop], str(stop) if stop < len(items) else ""
