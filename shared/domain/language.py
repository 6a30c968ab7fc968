"""Which language a buyer reads, of those that our documents and mails are written in."""

from __future__ import annotations

import re
from collections.abc import Iterator

LANGUAGES = ("ar", "de", "en", "es", "fi", "fr", "it", "ja", "nl", "pl", "pt-BR", "sv")
"""BCP 47 tags. The words themselves are beside the documents and the mails."""

HEADER_LENGTH_MAX = 512  # no browser sends half of it

_RANGE = re.compile(
    r"\s*(?P<tag>\*|[a-z]{1,8}(-[a-z0-9]{1,8})*)\s*(;\s*q=(?P<weight>0(\.\d{0,3})?|1(\.0{0,3})?)\s*)?",
    re.ASCII | re.IGNORECASE,
)


def known(tag: str) -> str:
    """The language in which we can write to a reader of `tag`, or nothing.

    `de-AT` finds `de`, and `pt` finds `pt-BR`.
    """
    normal = tag.replace("_", "-").casefold()
    primary = normal.partition("-")[0]
    for candidate in (normal, primary):
        for language in LANGUAGES:
            if language.casefold() == candidate:
                return language
    return next((found for found in LANGUAGES if found.partition("-")[0] == primary), "")


def preferred(header: str) -> str:
    """What an `Accept-Language` header (RFC 9110, 12.5.4) likes best of what we have.

    Nothing if it likes nothing of it, or anything just as well (`*`). What is no range of
    languages in it is passed over, and so is what stands beyond `HEADER_LENGTH_MAX`.
    """
    ranges = list(_ranges(header))
    unwanted = {tag.casefold() for tag, weight in ranges if weight == 0}
    for tag, weight in sorted(ranges, key=lambda it: it[1], reverse=True):
        if weight == 0 or tag == "*":
            return ""
        if (found := known(tag)) and found.casefold() not in unwanted:
            return found
    return ""


def _ranges(header: str) -> Iterator[tuple[str, float]]:
    """Tag and weight, in the order in which they stand."""
    if len(header) > HEADER_LENGTH_MAX:
        header = header[:HEADER_LENGTH_MAX].rpartition(",")[0]  # the last one is cut
    for part in header.split(","):
        if read := _RANGE.fullmatch(part):
            yield read["tag"], float(read["weight"] or 1)
