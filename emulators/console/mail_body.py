"""The HTML of a mail, made fit to be looked at: shut in, with its pictures, in either scheme."""

from __future__ import annotations

import base64
import re
from collections.abc import Mapping
from typing import Literal
from urllib.parse import unquote

Scheme = Literal["light", "dark"]

POLICY = (
    "sandbox allow-same-origin allow-popups allow-popups-to-escape-sandbox; "
    "default-src 'none'; style-src 'unsafe-inline'; img-src data:; "
    "form-action 'none'; frame-ancestors 'self'"
)

_CID = re.compile(r"cid:([^\"'\s>)]+)", re.IGNORECASE)
_SCHEME_QUERY = re.compile(r"\(\s*prefers-color-scheme\s*:\s*(dark|light)\s*\)", re.IGNORECASE)
_ALWAYS, _NEVER = "(min-width: 0)", "(max-width: 0)"
_HEAD = re.compile(r"<head\b[^>]*>", re.IGNORECASE)
_BASE = '<base target="_blank">'


def content_ids(html: str) -> set[str]:
    return {unquote(match) for match in _CID.findall(html)}


def framed(html: str, *, pictures: Mapping[str, str], scheme: Scheme) -> str:
    """`pictures` maps content ids to data URLs. Links open in a window of their own.

    A frame cannot be told which colour scheme to prefer, so its media queries are answered here.
    """

    def picture(match: re.Match[str]) -> str:
        return pictures.get(unquote(match[1]), match[0])

    def answer(match: re.Match[str]) -> str:
        return _ALWAYS if match[1].lower() == scheme else _NEVER

    html = _SCHEME_QUERY.sub(answer, _CID.sub(picture, html))
    head = _HEAD.search(html)
    at = head.end() if head else 0
    return html[:at] + _BASE + html[at:]


def data_url(content_type: str, content: bytes) -> str:
    return f"data:{content_type};base64,{base64.b64encode(content).decode()}"
