"""Version 4 signatures in the query: what was signed, by whom, and until when it counts."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Self
from urllib.parse import parse_qsl, quote, unquote

from multidict import CIMultiDictProxy

from emulators.storage.signed.keys import AccountKeys
from emulators.storage.signed.refusals import expired, malformed, mismatch, not_yet_valid

ALGORITHM = "GOOG4-RSA-SHA256"
SIGNATURE = "x-goog-signature"
_EXPIRES_MAX_SECONDS = 604_800
_CLOCK_SKEW = timedelta(minutes=15)
_SCOPE_PARTS = 5
_HOST_WITH_PORT = re.compile(r"(?<=\n)(host:[^:\n]+):\d+(?=\n)")
_UNSIGNED = "UNSIGNED-PAYLOAD"


@dataclass(frozen=True, slots=True)
class Credential:
    """`SIGNER/DATE/LOCATION/storage/goog4_request`."""

    email: str
    scope: str

    @classmethod
    def read(cls, written: str, date: str) -> Self:
        parts = written.split("/")
        if len(parts) != _SCOPE_PARTS or parts[-2:] != ["storage", "goog4_request"]:
            raise malformed("x-goog-credential", "The credential has a malformed scope.")
        if parts[1] != date[:8]:
            raise malformed("x-goog-credential", "The credential is of another day than the date.")
        return cls(parts[0], "/".join(parts[1:]))


@dataclass(frozen=True, slots=True)
class SignedRequest:
    """A request as it came in. `query` is as it was written, without the question mark."""

    method: str
    path: str
    query: str
    headers: CIMultiDictProxy[str]


def check_v4(request: SignedRequest, keys: AccountKeys, now: datetime) -> str:
    """Return who signed the request; the refusals are those of production."""
    pairs = parse_qsl(request.query, keep_blank_values=True)
    named = {name.lower(): value for name, value in pairs}
    if named.get("x-goog-algorithm") != ALGORITHM:
        raise malformed("x-goog-algorithm", f"Only {ALGORITHM} is supported.")
    date = _required(named, "x-goog-date")
    credential = Credential.read(_required(named, "x-goog-credential"), date)
    _check_time(date, _required(named, "x-goog-expires"), now)
    try:
        signature = bytes.fromhex(named[SIGNATURE])
    except ValueError as error:
        raise malformed(SIGNATURE, "Signature was not hex encoded.") from error
    canonical = _canonical_request(request, pairs, _required(named, "x-goog-signedheaders"))
    for possible in (canonical, _without_port(canonical)):
        if keys.verifies(
            credential.email, _string_to_sign(date, credential, possible).encode(), signature
        ):
            return credential.email
    raise mismatch(_string_to_sign(date, credential, canonical), canonical)


def _string_to_sign(date: str, credential: Credential, canonical: str) -> str:
    digest = hashlib.sha256(canonical.encode()).hexdigest()
    return f"{ALGORITHM}\n{date}\n{credential.scope}\n{digest}"


def _without_port(canonical: str) -> str:
    """Return what the Node client signs: it knows no ports, as production has none."""
    return _HOST_WITH_PORT.sub(r"\1", canonical, count=1)


def read_date(date: str) -> datetime:
    """Read `20260131T120000Z`."""
    try:
        return datetime.strptime(date, "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC)
    except ValueError as error:
        raise malformed("x-goog-date", "Invalid date.") from error


def _required(named: Mapping[str, str], name: str) -> str:
    if not named.get(name):
        raise malformed(name, f"{name} is missing.")
    return named[name]


def _check_time(date: str, expires: str, now: datetime) -> None:
    begins_at = read_date(date)
    if not expires.isdigit() or not 0 < int(expires) <= _EXPIRES_MAX_SECONDS:
        raise malformed("x-goog-expires", f"Must be between 1 and {_EXPIRES_MAX_SECONDS}.")
    ends_at = begins_at + timedelta(seconds=int(expires))
    if ends_at < now:
        raise expired(ends_at)
    if now + _CLOCK_SKEW < begins_at:
        raise not_yet_valid(begins_at)


def _canonical_request(
    request: SignedRequest, pairs: list[tuple[str, str]], signed_headers: str
) -> str:
    kept = [(name, value) for name, value in pairs if name.lower() != SIGNATURE]
    query = "&".join(sorted(f"{quote(n, safe='~')}={quote(v, safe='~')}" for n, v in kept))
    names = signed_headers.split(";")
    if "host" not in names:
        raise malformed("host", "The host header must be signed.")
    _check_no_unsigned(request.headers, names)
    headers = "".join(f"{name}:{_header(request.headers, name)}\n" for name in names)
    payload = request.headers.get("x-goog-content-sha256", _UNSIGNED)
    path = quote(unquote(request.path), safe="/~")
    signed = payload if "x-goog-content-sha256" in names else _UNSIGNED
    return f"{request.method}\n{path}\n{query}\n{headers}\n{signed_headers}\n{signed}"


def _check_no_unsigned(headers: CIMultiDictProxy[str], names: list[str]) -> None:
    for name in {name.lower() for name in headers}:
        if name.startswith("x-goog-") and name not in names:
            raise malformed(name, "Header was included in the request, but not in signedheaders.")


def _header(headers: CIMultiDictProxy[str], name: str) -> str:
    values = headers.getall(name, [])
    if not values:
        raise malformed(name, "Header was included in signedheaders, but not in the request.")
    return ",".join(" ".join(value.split()) for value in values)
