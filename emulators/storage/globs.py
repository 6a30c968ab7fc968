"""The patterns of `matchGlob`."""

from __future__ import annotations

import re
from collections.abc import Callable

from emulators.storage.refusals import invalid

_PART = re.compile(
    r"(?P<folders>(?<![^/])\*\*/)|(?P<any>\*\*)|(?P<some>\*)|(?P<one>\?)"
    r"|\[(?P<negated>[!^])?(?P<set>[^\]]+)\]|(?P<open>\{)|(?P<close>\})|(?P<comma>,)"
    r"|\\(?P<escaped>.)|(?P<text>.)",
    re.DOTALL,
)


def glob_matcher(pattern: str) -> Callable[[str], bool]:
    """Return what tells whether a name matches the whole pattern.

    `*`, `?` and sets stay within a folder, `**` does not, `{a,b}` is either.
    """
    depth = 0
    written = ""
    for part in _PART.finditer(pattern):
        depth += {"open": 1, "close": -1}.get(part.lastgroup or "", 0)
        if depth < 0:
            break
        written += _translated(part, is_in_braces=depth > 0)
    if depth != 0:
        raise invalid(f"Invalid value for matchGlob: '{pattern}'")
    try:
        compiled = re.compile(written, re.DOTALL)
    except re.error as error:
        raise invalid(f"Invalid value for matchGlob: '{pattern}'") from error
    return lambda name: compiled.fullmatch(name) is not None


def _translated(part: re.Match[str], *, is_in_braces: bool) -> str:
    if part["set"]:
        body = part["set"].replace("\\", "\\\\")
        return f"(?!/)[{'^' if part['negated'] else ''}{body}]"
    if part["comma"]:
        return "|" if is_in_braces else ","
    if part["escaped"] or part["text"]:
        return re.escape(part["escaped"] or part["text"])
    return {
        "folders": "(?:.*/)?",
        "any": ".*",
        "some": "[^/]*",
        "one": "[^/]",
        "open": "(?:",
        "close": ")",
    }[part.lastgroup or ""]
