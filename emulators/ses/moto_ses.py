"""moto's SES, run beside the event loop in one thread of its own."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from http import HTTPStatus
from urllib.parse import quote
from wsgiref.types import WSGIApplication

from emulators.ses.wsgi import Call, Reply, put


class MotoSes:
    """One AWS account in one region.

    moto takes more than a second to import, so it is loaded by the first call or by `load`,
    whichever comes first. It is not thread-safe: its single worker thread is also its lock.
    """

    def __init__(self, *, account: str, region: str) -> None:
        self._account = account
        self._region = region
        self._provisions: list[Call] = []
        self._worker = ThreadPoolExecutor(max_workers=1, thread_name_prefix="moto-ses")
        self._application: WSGIApplication | None = None

    def provision(self, collection: str, member: str, names: Iterable[str]) -> None:
        """Create `names` when moto is loaded, by the same calls a client would make."""
        self._provisions += [
            self._signed_call("POST", f"/v2/email/{collection}", json.dumps({member: name}))
            for name in names
        ]

    async def load(self) -> None:
        await asyncio.get_running_loop().run_in_executor(self._worker, self._loaded)

    async def call(self, call: Call) -> Reply:
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self._worker, self._put, call)

    async def has_configuration_set(self, name: str) -> bool:
        path = f"/v2/email/configuration-sets/{quote(name, safe='')}"
        reply = await self.call(self._signed_call("GET", path, ""))
        return reply.status == HTTPStatus.OK

    async def close(self) -> None:
        await asyncio.to_thread(self._worker.shutdown)

    def _put(self, call: Call) -> Reply:
        return put(self._in_account(call), self._loaded())

    def _loaded(self) -> WSGIApplication:
        if self._application is not None:
            return self._application
        from moto.moto_server.werkzeug_app import (  # noqa: PLC0415 - it takes over a second
            create_backend_app,
        )
        from moto.ses.models import ses_backends  # noqa: PLC0415 - the same

        # moto keeps its accounts in module globals: an earlier server in this process left some.
        ses_backends[self._account].reset()
        application: WSGIApplication = create_backend_app("sesv2")
        for call in self._provisions:
            reply = put(self._in_account(call), application)
            if reply.status >= HTTPStatus.BAD_REQUEST:
                raise RuntimeError(f"moto refused {call.body!r}: {reply.status} {reply.body!r}")
        self._application = application
        return application

    def _in_account(self, call: Call) -> Call:
        account = ("X-Moto-Account-Id", self._account)
        return replace(call, headers=(*call.headers, account))

    def _signed_call(self, method: str, path: str, body: str) -> Call:
        scope = f"local/20260101/{self._region}/ses/aws4_request"
        authorization = ("Authorization", f"AWS4-HMAC-SHA256 Credential={scope}, Signature=0")
        return Call(method, path, (authorization,), body=body.encode())
