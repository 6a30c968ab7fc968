"""The issuer over HTTP: the two documents a verifier of ID tokens reads."""

from __future__ import annotations

from aiohttp import web

from emulators.identity.issuer import ALGORITHM, Issuer

LOOPBACK = "127.0.0.1"


class IdentityServer:
    def __init__(self, issuer: Issuer) -> None:
        self._issuer = issuer
        application = web.Application()
        application.router.add_get("/.well-known/openid-configuration", self._discovery)
        application.router.add_get("/jwks", self._jwks)
        self._runner = web.AppRunner(application, access_log=None)

    async def start(self, port: int = 0) -> int:
        """Listen on the loopback address; the result is the port."""
        await self._runner.setup()
        await web.TCPSite(self._runner, LOOPBACK, port).start()
        return int(self._runner.addresses[0][1])

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
