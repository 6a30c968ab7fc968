"""Version 2 signatures in the query, which the Python client still makes by default."""

from __future__ import annotations

import base64
import binascii
from datetime import UTC, datetime
from urllib.parse import parse_qsl

from multidict import CIMultiDictProxy

from emulators.storage.signed.keys import AccountKeys
from emulators.storage.signed.refusals import expired, malformed, mismatch
from emulators.storage.signed.v4 import SignedRequest

SIGNATURE = "Signature"
_OWN = frozenset({"GoogleAccessId", "Expires", SIGNATURE})
_NOT_SIGNED = frozenset({"response-content-type", "response-content-disposition", "generation"})


def check_v2(request: SignedRequest, keys: AccountKeys, now: datetime) -> str:
    """Return who signed the request; the refusals are those of production."""
    pairs = parse_qsl(request.query, keep_blank_values=True)
    named = dict(pairs)
    email, expires = named.get("GoogleAccessId", ""), named.get("Expires", "")
    if not expires.isdigit():
        raise malformed("expires", "Expires must be seconds since the epoch.")
    ends_at = datetime.fromtimestamp(int(expires), UTC)
    if ends_at < now:
        raise expired(ends_at)
    to_sign = _string_to_sign(request, pairs, expires)
    try:
        signature = base64.b64decode(named[SIGNATURE], validate=True)
    except binascii.Error as error:
        raise malformed("signature", "Signature was not base64 encoded") from error
    if not keys.verifies(email, to_sign.encode(), signature):
        raise mismatch(to_sign)
    return email


def _string_to_sign(request: SignedRequest, pairs: list[tuple[str, str]], expires: str) -> str:
    """Leave out what a signature of version 2 does not cover."""
    headers = request.headers
    rest = [f"{n}={v}" for n, v in sorted(pairs) if n not in _OWN and n not in _NOT_SIGNED]
    resource = request.path + (f"?{'&'.join(rest)}" if rest else "")
    lines = [
        request.method,
        headers.get("Content-MD5", ""),
        headers.get("Content-Type", ""),
        expires,
        *_extension_headers(headers),
        resource,
    ]
    return "\n".join(lines)


def _extension_headers(headers: CIMultiDictProxy[str]) -> list[str]:
    secret = ("x-goog-encryption-key", "x-goog-encryption-key-sha256")
    names = sorted({n.lower() for n in headers if n.lower().startswith("x-goog-")} - {*secret})
    return [f"{n}:{','.join(' '.join(v.split()) for v in headers.getall(n))}" for n in names]
