"""Lists in pages: `PageSize` and `NextToken`, as SES's list operations take them."""

from __future__ import annotations

import base64
from collections.abc import Mapping, Sequence
from typing import Any

from emulators.ses.refused import bad_request

PAGE_MAX = 1000


def page(found: Sequence[Any], asked: Mapping[str, Any], member: str) -> dict[str, Any]:
    """The answer: the items under `member`, and a token if there are more."""
    start = _start(asked.get("NextToken"))
    size = _size(asked.get("PageSize"))
    answer: dict[str, Any] = {member: list(found[start : start + size])}
    if start + size < len(found):
        answer["NextToken"] = base64.urlsafe_b64encode(str(start + size).encode()).decode()
    return answer


def _start(token: str | None) -> int:
    try:
        return int(base64.urlsafe_b64decode(token)) if token else 0
    except ValueError as error:
        raise bad_request("Invalid NextToken.") from error


def _size(value: str | int | None) -> int:
    try:
        size = int(value) if value is not None else PAGE_MAX
    except ValueError as error:
        raise bad_request("Invalid PageSize.") from error
    if not 0 < size <= PAGE_MAX:
        raise bad_request(f"PageSize must be between 1 and {PAGE_MAX}.")
    return size
