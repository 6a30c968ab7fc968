"""Lists of API v2: pages that name the address of the next one."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Iterable, Sequence
from itertools import islice
from urllib.parse import urlencode

from emulators.stripe.store import JsonObject
from emulators.stripe.wire import errors
from emulators.stripe.wire.params import Kind
from emulators.stripe.wire.values import Text, Whole

LIMIT_DEFAULT = 20
PAGE_V2: dict[str, Kind] = {"limit": Whole(1, 100), "page": Text()}
_PREFIX = "page_"


def page(
    rows: Iterable[JsonObject], params: JsonObject, path: str, filters: Sequence[tuple[str, str]]
) -> JsonObject:
    """`rows` newest first, cut to one page; those beyond it are not looked at.

    `filters`: what the other pages' addresses repeat.
    """
    limit = params.get("limit", LIMIT_DEFAULT)
    start = _start(params.get("page"))
    found = list(islice(rows, start, start + limit + 1))
    shared = [("limit", str(limit)), *filters]

    def address(place: int) -> str:
        return f"{path}?{urlencode([*shared, ('page', _token(place))])}"

    return {
        "data": found[:limit],
        "next_page_url": address(start + limit) if len(found) > limit else None,
        "previous_page_url": address(max(0, start - limit)) if start > 0 else None,
    }


def _token(place: int) -> str:
    return _PREFIX + base64.urlsafe_b64encode(str(place).encode()).decode().rstrip("=")


def _start(token: str | None) -> int:
    if token is None:
        return 0
    text = token.removeprefix(_PREFIX)
    try:
        return int(base64.urlsafe_b64decode(text + "=" * (-len(text) % 4)))
    except (binascii.Error, ValueError):
        raise errors.invalid(f"Invalid page: {token}", "page", "invalid_page_token") from None
