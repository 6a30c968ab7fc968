"""Stripe's paid sessions behind the `PricedSessions` port.

Two addresses, read with what the function has loaded anyway: the SDK would add 31 MB and a tenth
of a second to each cold start of a function that every other shop runs without it.
"""

from __future__ import annotations

from decimal import Decimal
from http import HTTPStatus
from typing import Any

import requests
from pydantic import ValidationError

from shared.events.stripe import API_VERSION
from shared.events.stripe_priced_session import EXPAND, EXPAND_LINE, PricedSession
from shared.usecases.ports.failures import Unavailable
from shared.usecases.ports.payments import SessionUnreadable

TIMEOUT_SECONDS = (3.05, 8)  # to connect, and between two bytes
STRIPE = "https://api.stripe.com"
_PAGE_LENGTH = 100  # the most that one answer holds; the lines inside a session are ten


class StripeSessions:
    def __init__(self, api_key: str, api_base: str = "") -> None:
        """`api_base` is empty for Stripe itself."""
        self._sessions = f"{api_base or STRIPE}/v1/checkout/sessions"
        self._http = requests.Session()
        self._http.headers.update(
            {"Authorization": f"Bearer {api_key}", "Stripe-Version": API_VERSION}
        )

    def read(self, session_id: str) -> PricedSession:
        address = f"{self._sessions}/{session_id}"
        session = self._get(address, {"expand[]": EXPAND})
        try:
            if session["line_items"]["has_more"]:
                session["line_items"] = {"data": self._lines(f"{address}/line_items")}
            return PricedSession.model_validate(session)
        except ValidationError as error:
            places = sorted({".".join(map(str, found["loc"])) for found in error.errors()})
            raise SessionUnreadable(f"not a session: {', '.join(places)[:300]}") from error
        except (LookupError, TypeError) as error:
            raise SessionUnreadable("not a session with lines") from error

    def _lines(self, address: str) -> list[dict[str, Any]]:
        lines: list[dict[str, Any]] = []
        query: dict[str, Any] = {"expand[]": EXPAND_LINE, "limit": _PAGE_LENGTH}
        while True:
            page = self._get(address, query)
            lines += page["data"]
            if not page["has_more"]:
                return lines
            query["starting_after"] = lines[-1]["id"]

    def _get(self, address: str, query: dict[str, Any]) -> dict[str, Any]:
        try:
            answer = self._http.get(
                address, params=query, timeout=TIMEOUT_SECONDS, allow_redirects=False
            )
            if answer.status_code != HTTPStatus.OK:
                # Also 401, 403 and 404: a wrong key is mended by an operator, and the sale waits.
                raise Unavailable(f"the payment provider answered {answer.status_code}")
            found: dict[str, Any] = answer.json(parse_float=Decimal)
        except requests.RequestException as error:
            raise Unavailable(type(error).__name__) from error
        return found
