"""The payment provider: its hosted page, what it charged there, and money back."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from shared.domain.ids import RefundId
from shared.domain.refund_request import RefundRequest
from shared.events.stripe_priced_session import PricedSession
from shared.usecases.ports.failures import Unavailable


class ProviderFailed(Unavailable):
    """The provider broke on this request, and will repeat that answer for this key."""


class ProviderRefused(Exception):
    """The provider looked at the request and said no; repeating it cannot help."""


class SessionUnreadable(Exception):
    """The provider's answer is not of the form that we know; a person must look."""


@dataclass(frozen=True, slots=True)
class HostedSession:
    id: str
    url: str


class PaymentProvider(Protocol):
    def open_page(self, parameters: str, key: str) -> HostedSession:
        """Open the page described by `parameters` (JSON), once per `key`.

        Repeating a key answers with the first page. `ProviderRefused`: no.
        `ProviderFailed`: try another key. `Unavailable`: busy, unreachable or unclear; try
        the same key again.
        """
        ...


class PricedSessions(Protocol):
    def read(self, session_id: str) -> PricedSession:
        """All lines of a paid session, with their taxes.

        `Unavailable`: no answer, or one that an operator must mend, such as a wrong key; the
        session will wait. `SessionUnreadable`: an answer that repeating cannot help.
        """
        ...


class Refunds(Protocol):
    def refund(self, request: RefundRequest) -> RefundId:
        """Give money back, once per `request.provider_key`.

        Repeating a key answers with the first refund. `ProviderRefused`: no. `Unavailable`:
        busy, unreachable or unclear; only the same key may be tried again, whatever happened,
        since another one could give the money back twice.
        """
        ...
