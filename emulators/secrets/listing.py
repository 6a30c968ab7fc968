"""Pages of lists that begin with the newest, and may be filtered."""

from __future__ import annotations

from collections.abc import Iterable

from emulators.google_apis.refused import invalid
from emulators.secrets.filters import parse_filter
from emulators.secrets.messages import Message

ON_PAGE_MAX = 25_000


def newest_first(messages: Iterable[Message]) -> list[Message]:
    return sorted(messages, key=_age, reverse=True)


def page(request: Message, messages: Iterable[Message]) -> tuple[list[Message], str, int]:
    """Return the messages on the page, the token of the next, and how many there are in all.

    The total is not told of a filtered list.
    """
    if request.page_size < 0:
        raise invalid("Page size must not be negative.")
    matches = parse_filter(request.filter)
    found = [message for message in newest_first(messages) if matches(message)]
    rest = found
    if request.page_token:
        last_shown = _read(request.page_token)
        rest = [message for message in found if _age(message) < last_shown]
    on_page = rest[: min(request.page_size or ON_PAGE_MAX, ON_PAGE_MAX)]
    token = _written(on_page[-1]) if len(on_page) < len(rest) else ""
    return on_page, token, 0 if request.filter else len(found)


def _age(message: Message) -> tuple[int, int, str]:
    """Order by creation, and what was created at one instant by name, 10 after 9."""
    return message.create_time.ToMicroseconds(), len(message.name), message.name


def _written(message: Message) -> str:
    return f"{message.create_time.ToMicroseconds()}:{message.name}"


def _read(token: str) -> tuple[int, int, str]:
    created, _, name = token.partition(":")
    if not created.isdecimal() or not name:
        raise invalid("The page token is not valid.")
    return int(created), len(name), name
