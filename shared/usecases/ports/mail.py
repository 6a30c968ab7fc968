"""Sending one e-mail, once, to a provider that cannot tell a repeat from a new one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from shared.domain.ids import OrderId, ReceiptId


class NotAccepted(Exception):
    """The provider certainly did not take the mail; trying again is safe."""


class MailRefused(Exception):
    """The provider will never take this mail."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Mail:
    receipt_id: ReceiptId
    order_id: OrderId
    to: str
    mime: bytes  # the whole message, headers included


class Mailer(Protocol):
    def send(self, mail: Mail) -> str:
        """The provider's message id. Exactly one attempt is made.

        `NotAccepted`: certainly not sent. `MailRefused`: never. `Unavailable`: nobody knows.
        """
        ...
