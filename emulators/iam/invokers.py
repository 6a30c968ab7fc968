"""Who may call which function: what Cloud Run asks before a request reaches one."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from urllib.parse import urlsplit

from emulators.iam.permissions import Denied, Permissions
from emulators.identity.issuer import Issuer
from emulators.topology import Topology

log = logging.getLogger(__name__)

INVOKE = "run.routes.invoke"
UNAUTHORIZED, FORBIDDEN = "/refused/401", "/refused/403"
_BEARER = "Bearer "


class Invokers:
    """Deliveries of the cloud's own services; calls of people come straight to the function."""

    def __init__(
        self,
        topology: Topology,
        permissions: Permissions,
        issuer: Callable[[], Issuer],
        refusing_url: str,
    ) -> None:
        """`refusing_url` answers `UNAUTHORIZED` and `FORBIDDEN` with what they say."""
        location = f"projects/{topology.project}/locations/{topology.region}"
        self._functions = {
            urlsplit(function.uri).hostname: f"{location}/services/{function.name}"
            for function in topology.functions
        }
        self._permissions = permissions
        self._issuer = issuer
        self._refusing_url = refusing_url

    def refusal(self, url: str, headers: Mapping[str, str], sender: str) -> str | None:
        """Where to go to be refused as Cloud Run does; None if the call may go through."""
        parts = urlsplit(url)
        function = self._functions.get(parts.hostname)
        if function is None or self._permissions.has("", INVOKE, function):
            return None
        token = _token(headers)
        claims = self._issuer().claims(token) if token else {}
        if claims is None or (claims and claims["aud"] != f"{parts.scheme}://{parts.netloc}"):
            audience = "" if claims is None else f" for {claims['aud']}"
            log.error("%s to %s: the token%s is not good there", sender, url, audience)
            return f"{self._refusing_url}{UNAUTHORIZED}"
        try:
            self._permissions.require(claims.get("email", ""), INVOKE, function)
        except Denied as denied:
            log.error("%s to %s: %s", sender, url, denied)  # noqa: TRY400 - no trace: nothing broke
            return f"{self._refusing_url}{FORBIDDEN}"
        return None


def _token(headers: Mapping[str, str]) -> str:
    value = next((text for name, text in headers.items() if name.lower() == "authorization"), "")
    return value.removeprefix(_BEARER) if value.startswith(_BEARER) else ""
