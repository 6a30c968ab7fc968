"""Stands between Google's Pub/Sub emulator and the push endpoints, and adds what it leaves out.

It keeps filters without applying them, sends no OIDC token, and counts no delivery attempts.
"""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any
from urllib.parse import urlsplit

import aiohttp
from aiohttp import web

from emulators.identity.issuer import Issuer
from emulators.loopback import listen
from emulators.pubsub.filters import Predicate, compiled
from emulators.pubsub.push_request import USER_AGENT
from emulators.topology import Routes

BODY_BYTES_MAX = 16 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class _Way:
    endpoint: str
    passes: Predicate
    audience: str
    account: str
    counts_attempts: bool


class PushGate:
    """`start` before `admit`: an address is needed to hand out."""

    def __init__(self, *, routes: Routes, issuer: Issuer) -> None:
        self._routes = routes
        self._issuer = issuer
        self._ways: list[_Way] = []
        self._attempts: Counter[tuple[int, str]] = Counter()
        application = web.Application(client_max_size=BODY_BYTES_MAX)
        application.router.add_post("/{way}", self._push)
        self._runner = web.AppRunner(application, access_log=None)

    async def start(self) -> None:
        self._http = aiohttp.ClientSession()
        await listen(self._runner)

    async def stop(self) -> None:
        await self._runner.cleanup()
        await self._http.close()

    def admit(self, spec: Any) -> str:
        """The address to push to instead of the one that the subscription `spec` names."""
        self._ways.append(
            _Way(
                endpoint=spec.push_config.push_endpoint,
                passes=compiled(spec.filter),
                audience=spec.push_config.oidc_token.audience,
                account=spec.push_config.oidc_token.service_account_email,
                counts_attempts=spec.HasField("dead_letter_policy"),
            )
        )
        port = self._runner.addresses[0][1]
        return f"http://127.0.0.1:{port}/{len(self._ways) - 1}"

    async def _push(self, request: web.Request) -> web.Response:
        place = int(request.match_info["way"])
        way = self._ways[place]
        body = await request.json()
        message = body["message"]
        if not way.passes(message.get("attributes", {})):
            return web.Response(status=HTTPStatus.NO_CONTENT)
        key = (place, message["messageId"])
        self._attempts[key] += 1
        if way.counts_attempts:
            body["deliveryAttempt"] = self._attempts[key]
        status = await self._forward(way, json.dumps(body).encode())
        if status < HTTPStatus.BAD_REQUEST:
            del self._attempts[key]
        return web.Response(status=status)

    async def _forward(self, way: _Way, body: bytes) -> int:
        token = self._issuer.token(audience=way.audience, email=way.account)
        headers = {
            "Authorization": f"Bearer {token}",
            "Content-Type": "application/json",
            "Host": urlsplit(way.endpoint).netloc,
            "User-Agent": USER_AGENT,
        }
        url = self._routes.dial(way.endpoint, headers)
        try:
            async with self._http.post(url, data=body, headers=headers) as answer:
                return answer.status
        except (aiohttp.ClientError, OSError):
            return HTTPStatus.BAD_GATEWAY  # nobody there: a nack like any other
