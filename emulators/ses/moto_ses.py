"""moto's SES, run beside the event loop in one thread of its own."""

from __future__ import annotations

import asyncio
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from http import HTTPStatus
from wsgiref.types import WSGIApplication

from emulators.ses.journal import Journal
from emulators.ses.wsgi import Call, Reply, put


class MotoSes:
    """One AWS account in one region, which knows what the journal says it was told.

    moto takes half a second and 40 MB, and no mail needs it: the first call that is its to answer
    loads it. It is not thread-safe: its single worker thread is also its lock.
    """

    def __init__(self, *, account: str, region: str, journal: Journal) -> None:
        self._account = account
        self._region = region
        self._journal = journal
        self._worker = ThreadPoolExecutor(max_workers=1, thread_name_prefix="moto-ses")
        self._application: WSGIApplication | None = None

    async def call(self, call: Call) -> Reply:
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self._worker, self._put, call)

    async def close(self) -> None:
        await asyncio.to_thread(self._worker.shutdown)

    def _put(self, call: Call) -> Reply:
        return put(self._in_account(call), self._loaded())

    def _loaded(self) -> WSGIApplication:
        if self._application is not None:
            return self._application
        from moto.moto_server.werkzeug_app import (  # noqa: PLC0415 - see the class
            create_backend_app,
        )
        from moto.ses.models import ses_backends  # noqa: PLC0415 - the same

        # moto keeps its accounts in module globals: an earlier server in this process left some.
        ses_backends[self._account].reset()
        application: WSGIApplication = create_backend_app("sesv2")
        for call in self._journal.calls():
            reply = put(self._in_account(call), application)
            if reply.status >= HTTPStatus.BAD_REQUEST:
                raise RuntimeError(f"moto refused {call.body!r}: {reply.status} {reply.body!r}")
        self._application = application
        return application

    def _in_account(self, call: Call) -> Call:
        """The region is read from the signature, the account from a header of moto's own."""
        kept = [pair for pair in call.headers if pair[0].lower() != "authorization"]
        scope = f"local/20260101/{self._region}/ses/aws4_request"
        signature = ("Authorization", f"AWS4-HMAC-SHA256 Credential={scope}, Signature=0")
        account = ("X-Moto-Account-Id", self._account)
        return replace(call, headers=(*kept, signature, account))
