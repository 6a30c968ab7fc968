"""The payment provider's hosted page."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol


class ProviderRefused(Exception):
    """The provider looked at the request and said no; repeating it cannot help."""


@dataclass(frozen=True, slots=True)
class HostedSession:
    id: str
    url: str


class PaymentProvider(Protocol):
    def open_page(self, parameters: str, key: str) -> HostedSession:
        """Open the page described by `parameters` (JSON), once per `key`.

        Repeating a key answers with the first page. `ProviderRefused`: no. `Unavailable`:
        busy, unreachable or unclear; the same key may be tried again.
        """
        ...
