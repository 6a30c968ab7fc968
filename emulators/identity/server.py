"""The issuer over HTTP: what verifies an ID token, and what an access token is good for."""

from __future__ import annotations

from http import HTTPStatus

from aiohttp import web

from emulators.control.faults.http_calls import within_reach
from emulators.identity.issuer import ALGORITHM, Issuer
from emulators.loopback import listen


class IdentityServer:
    def __init__(self, issuer: Issuer) -> None:
        self._issuer = issuer
        application = web.Application(middlewares=[within_reach])
        application.router.add_get("/.well-known/openid-configuration", self._discovery)
        application.router.add_get("/jwks", self._jwks)
        application.router.add_get("/tokeninfo", self._token_info)
        application.router.add_post(
            "/v1/projects/-/serviceAccounts/{account}:generateIdToken", self._generate_id_token
        )
        self._runner = web.AppRunner(application, access_log=None)

    async def start(self, port: int = 0) -> int:
        """Listen on the loopback address; the result is the port."""
        return await listen(self._runner, port)

    async def stop(self) -> None:
        await self._runner.cleanup()

    async def _discovery(self, _: web.Request) -> web.Response:
        return web.json_response(
            {
                "issuer": self._issuer.url,
                "jwks_uri": f"{self._issuer.url}/jwks",
                "response_types_supported": ["id_token"],
                "subject_types_supported": ["public"],
                "id_token_signing_alg_values_supported": [ALGORITHM],
                "claims_supported": [
                    *("aud", "azp", "email", "email_verified", "exp", "iat", "iss", "sub"),
                ],
            }
        )

    async def _jwks(self, _: web.Request) -> web.Response:
        return web.json_response(self._issuer.jwks())

    async def _generate_id_token(self, request: web.Request) -> web.Response:
        """IAM Credentials: a token as another identity. On this machine everybody may."""
        try:
            audience = (await request.json())["audience"]
        except (ValueError, KeyError, TypeError):
            audience = ""
        if not isinstance(audience, str) or not audience:
            message = "The audience is missing."
            error = {"code": 400, "message": message, "status": "INVALID_ARGUMENT"}
            return web.json_response({"error": error}, status=HTTPStatus.BAD_REQUEST)
        token = self._issuer.token(audience=audience, email=request.match_info["account"])
        return web.json_response({"token": token})

    async def _token_info(self, request: web.Request) -> web.Response:
        info = self._issuer.token_info(request.query.get("access_token", ""))
        if info is None:
            refusal = {"error": "invalid_token", "error_description": "Invalid Value"}
            return web.json_response(refusal, status=HTTPStatus.BAD_REQUEST)
        return web.json_response(dict(info))
