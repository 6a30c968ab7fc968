"""/v1/{customers,charges,...}/search."""

from __future__ import annotations

import base64
import binascii
from functools import partial

from emulators.stripe.search import grammar, matching
from emulators.stripe.search.fields import FIELDS
from emulators.stripe.search.index import Index
from emulators.stripe.store import JsonObject
from emulators.stripe.wire import errors
from emulators.stripe.wire.endpoint import Call, Endpoint
from emulators.stripe.wire.lists import LIMIT_DEFAULT, LIMIT_MAX
from emulators.stripe.wire.params import Fields
from emulators.stripe.wire.values import Text, Whole

_SEARCH = Fields(
    {"limit": Whole(1, LIMIT_MAX), "page": Text(), "query": Text()}, required=("query",)
)


class Searches:
    def __init__(self, index: Index) -> None:
        self._index = index
        self.endpoints = tuple(
            Endpoint("GET", f"/v1/{kind}s/search", partial(self._search, kind), _SEARCH)
            for kind in FIELDS
        )

    def _search(self, kind: str, call: Call) -> JsonObject:
        query = grammar.parse(call.params["query"])
        matching.check(query, kind)
        rows = [row for row in self._index.rows(kind) if matching.fits(row, query, kind)]
        start = _place(call.params.get("page"))
        end = start + call.params.get("limit", LIMIT_DEFAULT)
        has_more = len(rows) > end
        return {
            "object": "search_result",
            "data": rows[start:end],
            "has_more": has_more,
            "next_page": _token(end) if has_more else None,
            "url": f"/v1/{kind}s/search",
        }


def _token(place: int) -> str:
    return base64.urlsafe_b64encode(f"from {place}".encode()).decode()


def _place(token: str | None) -> int:
    if token is None:
        return 0
    try:
        return int(base64.urlsafe_b64decode(token).decode().removeprefix("from "))
    except (binascii.Error, ValueError):
        raise errors.invalid(f"Invalid page: {token}", "page") from None
