"""A request as it came in, before anyone knows whether its parameters make sense."""

from __future__ import annotations

import re
from dataclasses import dataclass

from aiohttp import web

from emulators.stripe.wire import errors, form
from emulators.stripe.wire.form import Form
from emulators.stripe.wire.idempotency import Attempt

_VERSION = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}(?:\.[a-z]+)?(?:;.*)?")
_FORM = "application/x-www-form-urlencoded"


@dataclass(frozen=True, slots=True)
class Incoming:
    path: str
    id: str
    """The id in the path, if any."""
    form: Form
    idempotency_key: str | None

    @property
    def attempt(self) -> Attempt | None:
        if self.idempotency_key is None:
            return None
        return Attempt.of(self.idempotency_key, self.path, self.form)


async def read(request: web.Request) -> Incoming:
    version = request.headers.get("Stripe-Version")
    if version is not None and not _VERSION.fullmatch(version):
        raise errors.invalid(f"Invalid Stripe API version: {version}")
    body = await request.text()
    if body and request.content_type != _FORM:
        message = f"Invalid request (check that your POST content type is {_FORM})."
        raise errors.invalid(message)
    is_post = request.method == "POST"
    return Incoming(
        path=request.path,
        id=request.match_info.get("id", ""),
        form=form.parse(body if is_post else request.rel_url.raw_query_string),
        idempotency_key=request.headers.get("Idempotency-Key") if is_post else None,
    )
