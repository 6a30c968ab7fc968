"""The backoffice function, called as the operator that the deployment knows."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from http import HTTPStatus
from pathlib import Path
from typing import Any

from shared.cli.cannot_run import CannotRun
from shared.cli.http_call import Call, CallFailed, NoAnswer, send
from shared.cli.stack import NOT_RUNNING, STACK_FILE, read_stack
from shared.domain.ids import OrderId

DEPLOYMENT = ("BACKOFFICE_URL", "BACKOFFICE_OPERATOR")


class RefusedByBackoffice(Exception):
    """The backoffice looked at the request and said no, in one line."""


class NotThere(RefusedByBackoffice):
    """The backoffice knows nothing of this id."""


@dataclass(frozen=True, slots=True)
class Backoffice:
    url: str
    token: str

    def order(self, order_id: OrderId) -> dict[str, Any]:
        return self._call(Call("GET", f"{self.url}/v1/orders/{order_id}"))

    def refund(self, order_id: OrderId, body: Mapping[str, Any], key: str) -> dict[str, Any]:
        """Once per key; `CannotRun` when the outcome is unclear and the key must be repeated."""
        url = f"{self.url}/v1/orders/{order_id}/refunds"
        return self._call(Call("POST", url, dict(body), {"Idempotency-Key": key}))

    def dead_letters(self) -> dict[str, Any]:
        return self._call(Call("GET", f"{self.url}/v1/dead-letters"))

    def replay(self, letter_id: str) -> dict[str, Any]:
        return self._call(Call("POST", f"{self.url}/v1/dead-letters/{letter_id}/replay"))

    def resend(self, number: str, key: str) -> dict[str, Any]:
        """Once per key and document."""
        url = f"{self.url}/v1/documents/{number}/mails"
        return self._call(Call("POST", url, headers={"Idempotency-Key": key}))

    def _call(self, call: Call) -> dict[str, Any]:
        headers = {**call.headers, "Authorization": f"Bearer {self.token}"}
        try:
            answer = send(Call(call.method, call.url, call.body, headers))
            content = answer.json()
        except (NoAnswer, CallFailed) as error:
            raise CannotRun(f"The backoffice does not answer: {error}") from error
        if answer.status < HTTPStatus.BAD_REQUEST:
            return content
        why = content.get("detail") or content.get("title") or f"status {answer.status}"
        if answer.status >= HTTPStatus.INTERNAL_SERVER_ERROR:
            raise CannotRun(f"The backoffice cannot say: {why}")
        if answer.status == HTTPStatus.NOT_FOUND:
            raise NotThere(str(why))
        raise RefusedByBackoffice(str(why))


@contextmanager
def naming_the_key(key: str) -> Iterator[None]:
    """An outcome that is unclear is told with the key under which it may be asked for again."""
    try:
        yield
    except CannotRun as trouble:
        raise CannotRun(f"{trouble}; run it again with --key {key}") from trouble


def open_backoffice(stack_path: Path | None) -> Backoffice:
    """The one of the local stack, or of the deployment that the environment names."""
    url, operator = (os.environ.get(name, "") for name in DEPLOYMENT)
    if stack_path is None and url and operator:
        # Google's clients take half a second to load, and no laptop needs them here.
        from shared.cli.google_token import google_token  # noqa: PLC0415 - see above

        return Backoffice(url, google_token(operator, audience=url))
    found = read_stack(stack_path or STACK_FILE).backoffice
    if found is None:
        raise CannotRun(f"The stack has no backoffice: {NOT_RUNNING.partition(': ')[2]}")
    return Backoffice(found["url"], _local_token(found))


def _local_token(backoffice: Mapping[str, str]) -> str:
    """By the same call as at Google, from the local stack's own issuer."""
    account = backoffice["operator"]
    path = f"/v1/projects/-/serviceAccounts/{account}:generateIdToken"
    body = {"audience": backoffice["audience"], "includeEmail": True}
    try:
        call = Call("POST", f"{backoffice['credentials_url']}{path}", body)
        return str(send(call).json()["token"])
    except (NoAnswer, CallFailed, KeyError) as error:
        raise CannotRun(f"The local issuer gives no token: {error}") from error
