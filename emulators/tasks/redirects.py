"""Where a redirect leads: the answer that counts is that of the redirected request."""

from __future__ import annotations

from dataclasses import replace
from urllib.parse import urljoin, urlsplit

from emulators.tasks.outgoing import Outgoing

REDIRECTS_MAX = 10
_CHANGES_TO_GET = frozenset({301, 302, 303})
_KEEPS_THE_METHOD = frozenset({307, 308})
_OF_THE_BODY = frozenset({"content-type", "content-encoding", "content-language"})


def redirected(sent: Outgoing, status: int, location: str) -> Outgoing | None:
    """Return what to send next; None when the answer was no redirect, or one to nowhere."""
    if not location or status not in _CHANGES_TO_GET | _KEEPS_THE_METHOD:
        return None
    url = urljoin(sent.url, location)
    if urlsplit(url).scheme not in {"http", "https"}:
        return None
    following = replace(sent, url=url, headers=_headers_for(sent, url))
    if status in _KEEPS_THE_METHOD or sent.method in {"GET", "HEAD"}:
        return following
    headers = {
        name: value for name, value in following.headers.items() if name.lower() not in _OF_THE_BODY
    }
    return replace(following, method="GET", headers=headers, body=b"")


def _headers_for(sent: Outgoing, url: str) -> dict[str, str]:
    """A token is for the host it was made out to, and for no other."""
    same_host = urlsplit(sent.url).netloc == urlsplit(url).netloc
    return {
        name: value
        for name, value in sent.headers.items()
        if same_host or name.lower() != "authorization"
    }
