"""The one shape of every error answer: RFC 9457, never echoing what came in."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Any

CONTENT_TYPE = "application/problem+json"


@dataclass(frozen=True, slots=True)
class Flaw:
    """One thing wrong with the input: where (RFC 6901 pointer), which rule, and what is wanted."""

    pointer: str
    code: str
    detail: str = ""  # for people, and with nothing of the input

    def described(self) -> dict[str, str]:
        named = {"pointer": self.pointer, "code": self.code}
        return named | {"detail": self.detail} if self.detail else named


@dataclass(eq=False)  # not frozen: Python itself writes `__traceback__` on what is raised
class Problem(Exception):
    """An answer to raise. `detail` is for people and must hold nothing of the input."""

    status: int
    detail: str = ""
    flaws: tuple[Flaw, ...] = ()
    headers: Mapping[str, str] = field(default_factory=dict)

    def body(self, instance: str) -> bytes:
        """`instance` names this occurrence, such as the trace id."""
        document: dict[str, Any] = {
            "type": "about:blank",
            "title": HTTPStatus(self.status).phrase,
            "status": self.status,
            "instance": instance,
        }
        if self.detail:
            document["detail"] = self.detail
        if self.flaws:
            document["errors"] = [flaw.described() for flaw in self.flaws]
        return json.dumps(document).encode()


def invalid(pointer: str, code: str, detail: str = "") -> Problem:
    return Problem(HTTPStatus.UNPROCESSABLE_ENTITY, detail, (Flaw(pointer, code),))


def malformed(code: str, detail: str = "") -> Problem:
    return Problem(HTTPStatus.BAD_REQUEST, detail, (Flaw("", code),))


def busy(seconds: int, detail: str = "", status: int = HTTPStatus.SERVICE_UNAVAILABLE) -> Problem:
    return Problem(status, detail, headers={"Retry-After": str(seconds)})
