"""A payment provider that remembers its idempotency keys."""

from __future__ import annotations

import json
from typing import Any

from shared.domain.ids import RefundId
from shared.domain.refund_request import RefundRequest
from shared.events.stripe_priced_session import PricedSession
from shared.usecases.ports.failures import Unavailable
from shared.usecases.ports.payments import HostedSession, ProviderRefused, SessionUnreadable


class MemoryProvider:
    def __init__(self) -> None:
        self._by_key: dict[str, tuple[str, HostedSession]] = {}
        self.parameters: dict[str, dict[str, Any]] = {}  # session id → what was asked
        self.asked: list[tuple[str, str]] = []  # every call: key and parameters

    def open_page(self, parameters: str, key: str) -> HostedSession:
        self.asked.append((key, parameters))
        if key in self._by_key:
            before, session = self._by_key[key]
            if before != parameters:
                raise ProviderRefused("idempotency_error: parameters differ")
            return session
        session_id = f"cs_test_{len(self._by_key) + 1:04d}"
        session = HostedSession(session_id, f"https://pay.example/{session_id}")
        self._by_key[key] = (parameters, session)
        self.parameters[session_id] = json.loads(parameters)
        return session


class MemorySessions:
    """What the provider charged, by session."""

    def __init__(self) -> None:
        self.known: dict[str, PricedSession] = {}
        self.unreadable: set[str] = set()
        self.is_down = False

    def read(self, session_id: str) -> PricedSession:
        if self.is_down or session_id not in {*self.known, *self.unreadable}:
            raise Unavailable("the provider does not answer")
        if session_id in self.unreadable:
            raise SessionUnreadable("the provider's session cannot be read")
        return self.known[session_id]


class MemoryRefunds:
    """One refund per key, and never more than the limit."""

    def __init__(self, limit_minor: int = 10**9) -> None:
        self._limit_minor = limit_minor
        self._by_key: dict[str, RefundId] = {}
        self.asked: list[RefundRequest] = []

    def refund(self, request: RefundRequest) -> RefundId:
        self.asked.append(request)
        if request.amount.minor > self._limit_minor:
            raise ProviderRefused("charge_already_refunded: amount")
        number = len(self._by_key) + 1
        return self._by_key.setdefault(request.provider_key, RefundId(f"re_{number}"))

    @property
    def made(self) -> list[RefundId]:
        return list(self._by_key.values())
