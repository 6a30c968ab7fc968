"""The control API of a stack, for tests."""

from __future__ import annotations

import email.utils
import json
import urllib.error
import urllib.request
from datetime import datetime
from typing import Any

from tests.journeys.stack import Stack

WALK_SECONDS_MAX = 240


def control(stack: Stack, method: str, path: str, body: object = None) -> Any:
    """The body of an answer that says yes."""
    request = urllib.request.Request(  # noqa: S310 - an address of our own
        f"{stack.description['control']}/v1{path}",
        method=method,
        data=None if body is None else json.dumps(body).encode(),
    )
    with urllib.request.urlopen(request, timeout=WALK_SECONDS_MAX) as answer:  # noqa: S310 - see above
        content = answer.read()
    return json.loads(content) if content else None


def move(stack: Stack, **how: Any) -> datetime:
    """Move the clock; the time it then is."""
    return datetime.fromisoformat(control(stack, "POST", "/clock", how)["now"])


def time_in(stack: Stack, function: str) -> datetime:
    """What time it is in a function's process: servers say so in every answer."""
    request = urllib.request.Request(stack.description["functions"][function])  # noqa: S310 - ours
    try:
        with urllib.request.urlopen(request, timeout=20) as answer:  # noqa: S310 - see above
            date = answer.headers["Date"]
    except urllib.error.HTTPError as refusal:
        with refusal:
            date = refusal.headers["Date"]
    return email.utils.parsedate_to_datetime(date)
