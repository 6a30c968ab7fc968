"""The function's own access token, from the metadata server, by the standard library alone.

Source: docs.cloud.google.com/run/docs/securing/service-identity, "Fetching access tokens".
"""

from __future__ import annotations

import http.client
import json
import time
from collections.abc import Callable

HOST = "metadata.google.internal"
_PATH = "/computeMetadata/v1/instance/service-accounts/default/token"
_EARLY_SECONDS = 240  # Google refreshes its own cache five minutes before the end
TIMEOUT_SECONDS = 3


class MetadataToken:
    """Keeps the token until shortly before it ends. Use from one thread."""

    def __init__(self, host: str = HOST, clock: Callable[[], float] = time.monotonic) -> None:
        self._host = host
        self._clock = clock
        self._token = ""
        self._good_until = 0.0

    def __call__(self) -> str:
        """Raise `OSError` when the metadata server gives none."""
        if self._clock() >= self._good_until:
            self._fetch()
        return self._token

    def _fetch(self) -> None:
        connection = http.client.HTTPConnection(self._host, timeout=TIMEOUT_SECONDS)
        try:
            connection.request("GET", _PATH, headers={"Metadata-Flavor": "Google"})
            response = connection.getresponse()
            body = response.read()
        finally:
            connection.close()
        if response.status != http.client.OK:
            raise OSError(f"the metadata server answered {response.status}")
        try:
            answer = json.loads(body)
            token, seconds = str(answer["access_token"]), int(answer["expires_in"])
        except (ValueError, KeyError, TypeError) as error:
            raise OSError("the metadata server answered with no token") from error
        self._token, self._good_until = token, self._clock() + seconds - _EARLY_SECONDS


def no_token() -> str:
    """For an emulator, which asks for none."""
    return ""
