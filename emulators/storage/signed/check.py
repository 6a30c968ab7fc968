"""Every request that carries a signature is held to it; one without is anybody's."""

from __future__ import annotations

from aiohttp import web

from emulators.clock.clock import Clock
from emulators.storage.signed import v2, v4
from emulators.storage.signed.keys import AccountKeys
from emulators.storage.signed.refusals import malformed
from emulators.storage.signed.v4 import SignedRequest


class SignatureCheck:
    def __init__(self, *, clock: Clock, keys: AccountKeys) -> None:
        self._clock = clock
        self._keys = keys

    def check(self, request: web.Request) -> None:
        """Raise what the XML API answers to a signature that does not count (any more)."""
        names = {name.lower() for name in request.query}
        # In a resumable upload the session's id is what lets a client go on.
        is_resumed = "upload_id" in names and request.method in {"PUT", "DELETE"}
        if is_resumed or not names & {v4.SIGNATURE, "x-goog-algorithm", "googleaccessid"}:
            return
        path, _, query = request.raw_path.partition("?")
        signed = SignedRequest(request.method, path, query, request.headers)
        if "googleaccessid" in names:
            v2.check_v2(signed, self._keys, self._clock.now())
            return
        if v4.SIGNATURE not in names:
            raise malformed(v4.SIGNATURE, "The signature is missing.")
        v4.check_v4(signed, self._keys, self._clock.now())
