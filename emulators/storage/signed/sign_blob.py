"""`signBlob` of the IAM credentials API: signing for a service account without its key."""

from __future__ import annotations

import base64
import binascii
from http import HTTPStatus

from aiohttp import web

from emulators.storage.reading import json_body
from emulators.storage.signed.keys import AccountKeys

_PATH = "/v1/projects/{project}/serviceAccounts/{account}:signBlob"
_KEY_ID = "system-managed"
_INVALID, _NOT_FOUND, _UNAUTHENTICATED = 400, 404, 401


class SignBlobRoutes:
    def __init__(self, keys: AccountKeys) -> None:
        self._keys = keys

    def routes(self) -> list[web.RouteDef]:
        return [web.post(_PATH, self._sign)]

    async def _sign(self, request: web.Request) -> web.Response:
        if not request.headers.get("Authorization", "").startswith("Bearer "):
            return _error(
                _UNAUTHENTICATED,
                "UNAUTHENTICATED",
                "Request is missing required authentication credential.",
            )
        email = request.match_info["account"]
        if not self._keys.knows(email):
            return _error(
                _NOT_FOUND, "NOT_FOUND", "Not found; Gaia id not found for email " + email
            )
        payload = (await json_body(request)).get("payload")
        try:
            message = base64.b64decode(str(payload), validate=True) if payload else b""
        except binascii.Error:
            message = b""
        if not message:
            return _error(_INVALID, "INVALID_ARGUMENT", "The payload must be base64, not empty.")
        signature = base64.b64encode(self._keys.sign(message)).decode()
        return web.json_response({"keyId": _KEY_ID, "signedBlob": signature})


def _error(status: int, code: str, message: str) -> web.Response:
    body = {"error": {"code": status, "message": message, "status": code}}
    return web.json_response(body, status=status, reason=HTTPStatus(status).phrase)
