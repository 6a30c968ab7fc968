"""An error as a page, for a person whose link led nowhere. No style, no script, no picture."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape
from http import HTTPStatus
from typing import Final

from shared.edge.problem import Problem

_ADVICE: Final[Mapping[int, str]] = {
    HTTPStatus.NOT_FOUND: "There is nothing at this address. If you followed a link, it may have "
    "been cut short: copy the whole of it.",
    HTTPStatus.TOO_MANY_REQUESTS: "Please wait a moment, then load this page again.",
    HTTPStatus.INTERNAL_SERVER_ERROR: "This is our mistake. Please try again in a moment.",
}

_PAGE: Final = """\
<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<meta name="color-scheme" content="light dark">
<title>{title}</title>
</head>
<body>
<main>
<h1>{title}</h1>
{detail}<p><small>If you write to us about it: <code>{instance}</code></small></p>
</main>
</body>
</html>
"""


def page_of(problem: Problem, instance: str) -> bytes:
    """UTF-8. `instance` names this occurrence, such as the trace id."""
    said = problem.detail or _ADVICE.get(problem.status, "")
    sentence = said[:1].upper() + said[1:].removesuffix(".") + "."
    return _PAGE.format(
        title=escape(HTTPStatus(problem.status).phrase),
        detail=f"<p>{escape(sentence)}</p>\n" if said else "",
        instance=escape(instance),
    ).encode()
