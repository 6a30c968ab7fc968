"""Cloud Tasks by its REST API: the official client, and bare requests."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.client import HTTPConnection
from typing import Any

from google.auth.credentials import AnonymousCredentials
from google.cloud.tasks_v2 import CloudTasksClient

from tests.emulators.tasks.cloud import Cloud


@dataclass(frozen=True, slots=True)
class Rest:
    port: int
    client: CloudTasksClient

    def send(self, method: str, path: str, body: str = "", **headers: str) -> tuple[int, Any]:
        """Return the status and the JSON of the answer."""
        connection = HTTPConnection("127.0.0.1", self.port, timeout=10)
        try:
            connection.request(method, path, body, headers)
            response = connection.getresponse()
            return response.status, json.loads(response.read())
        finally:
            connection.close()


@contextmanager
def rest_of(cloud: Cloud) -> Iterator[Rest]:
    port = cloud.loop.run(cloud.server.start_rest())
    client = CloudTasksClient(
        transport="rest",
        credentials=AnonymousCredentials(),  # type: ignore[no-untyped-call] # of google-auth
        client_options={"api_endpoint": f"http://127.0.0.1:{port}"},
    )
    with client:
        yield Rest(port, client)
