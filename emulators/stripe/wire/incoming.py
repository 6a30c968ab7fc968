"""A request as it came in, before anyone knows whether its parameters make sense."""

from __future__ import annotations

from dataclasses import dataclass
from http import HTTPStatus

from aiohttp import web

from emulators.stripe.wire import errors, form, json_body, multipart, versions
from emulators.stripe.wire.errors import StripeError
from emulators.stripe.wire.form import Form
from emulators.stripe.wire.idempotency import Attempt
from emulators.stripe.wire.multipart import Upload

_FORM = "application/x-www-form-urlencoded"
_JSON = "application/json"
_MULTIPART = "multipart/form-data"
_WITH_A_KEY = {"v1": {"POST"}, "v2": {"POST", "DELETE"}}


@dataclass(frozen=True, slots=True)
class Incoming:
    path: str
    id: str
    """The id in the path, if any."""
    form: Form
    idempotency_key: str | None
    upload: Upload | None = None
    part: str = ""
    names_version: bool = True
    """Whether it said `Stripe-Version`."""

    @property
    def attempt(self) -> Attempt | None:
        if self.idempotency_key is None:
            return None
        digest = {} if self.upload is None else {"file": self.upload.digest}
        return Attempt.of(self.idempotency_key, self.path, {**self.form, **digest})

    @property
    def is_v2(self) -> bool:
        return self.path.startswith("/v2/")


async def read(request: web.Request) -> Incoming:
    version = request.headers.get("Stripe-Version")
    versions.check(version)
    _own_account_only(request)
    api = request.path.split("/")[1]
    is_post = request.method == "POST"
    if is_post and request.content_type == _MULTIPART:
        given, upload = await multipart.read(request)
    else:
        given, upload = await _parameters(request, api), None
    has_key = request.method in _WITH_A_KEY.get(api, set())
    return Incoming(
        path=request.path,
        id=request.match_info.get("id", ""),
        form=versions.upgraded(given, version, request.path),
        idempotency_key=request.headers.get("Idempotency-Key") if has_key else None,
        upload=upload,
        part=request.match_info.get("part", ""),
        names_version=version is not None,
    )


async def _parameters(request: web.Request, api: str) -> Form:
    body = await request.text()
    if request.method != "POST":
        return form.parse(request.rel_url.raw_query_string)
    if api == "v2":
        return json_body.parse(body)
    if body and request.content_type != _FORM:
        message = f"Invalid request (check that your POST content type is {_FORM})."
        raise errors.invalid(message)
    return form.parse(body)


def _own_account_only(request: web.Request) -> None:
    """No other account is connected to this one, as Stripe says it."""
    for header in ("Stripe-Account", "Stripe-Context"):
        other = request.headers.get(header)
        if other:
            raise StripeError(
                HTTPStatus.FORBIDDEN,
                "invalid_request_error",
                f"The provided key does not have access to account '{other}' (or that account"
                " does not exist). Application access may have been revoked.",
                "account_invalid",
            )
