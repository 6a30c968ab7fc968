"""Rewrites in several steps: the token says how far the client has got."""

from __future__ import annotations

import base64
import hashlib
import json
from dataclasses import dataclass
from typing import Self

from emulators.storage.refusals import invalid

STEP_MIN_BYTES = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Progress:
    """`request` identifies what is rewritten to where: a token is good for nothing else."""

    request: str
    rewritten: int

    @classmethod
    def read(cls, token: str | None, request: str) -> Self:
        if not token:
            return cls(request, 0)
        try:
            known = json.loads(base64.urlsafe_b64decode(token))
            read = cls(str(known["request"]), int(known["rewritten"]))
        except (ValueError, KeyError, TypeError) as error:
            raise _wrong(token) from error
        if read.request != request:
            raise _wrong(token)
        return read

    def token(self) -> str:
        written = json.dumps({"request": self.request, "rewritten": self.rewritten})
        return base64.urlsafe_b64encode(written.encode()).decode()


def identity(*parts: object) -> str:
    return hashlib.sha256(json.dumps([str(part) for part in parts]).encode()).hexdigest()


def step_bytes(asked: str | None) -> int | None:
    """Return how much a call may rewrite; None: everything."""
    if asked is None:
        return None
    if not asked.isdigit() or int(asked) % STEP_MIN_BYTES or int(asked) == 0:
        raise invalid(
            f"Invalid value for maxBytesRewrittenPerCall: '{asked}'. "
            f"It must be a multiple of {STEP_MIN_BYTES}."
        )
    return int(asked)


def _wrong(token: str) -> Exception:
    return invalid(f"Invalid value for rewriteToken: '{token}'")
