"""Google's JSON APIs, where the project has no client package: Cloud Run, IAM, Monitoring."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import requests
from google.api_core.exceptions import ServiceUnavailable, from_http_response

TIMEOUT_SECONDS = 5.0


@dataclass(frozen=True, slots=True)
class JsonApi:
    """`session` is Google's own `AuthorizedSession`, or a plain one on a laptop."""

    session: requests.Session
    url: str

    def get(self, path: str, query: Mapping[str, str] | None = None) -> dict[str, Any]:
        """The answer's object; `GoogleAPICallError` as the client packages raise it."""
        return self._call("GET", path, params=query)

    def post(self, path: str, body: Mapping[str, Any]) -> dict[str, Any]:
        return self._call("POST", path, json=body)

    def _call(self, method: str, path: str, **content: Any) -> dict[str, Any]:
        url = f"{self.url}{path}"
        try:
            answer = self.session.request(method, url, timeout=TIMEOUT_SECONDS, **content)
        except requests.RequestException as error:
            raise ServiceUnavailable(f"{method} {url}: {error}") from error  # type: ignore[no-untyped-call]  # the library's own
        if not answer.ok:
            raise from_http_response(answer)  # type: ignore[no-untyped-call]  # the same
        content = answer.json()
        return content if isinstance(content, dict) else {}
