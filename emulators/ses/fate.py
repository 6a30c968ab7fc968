"""What becomes of a message: who gets it, who bounces, who complains.

The addresses are those of the SES mailbox simulator; everybody else's mail arrives.
https://docs.aws.amazon.com/ses/latest/dg/send-an-email-from-console.html#send-email-simulator
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from email.utils import parseaddr
from typing import Literal

Kind = Literal["Delivery", "Bounce", "Complaint"]

_ARRIVES: tuple[Kind, ...] = ("Delivery",)
_SIMULATOR_DOMAIN = "simulator.amazonses.com"
_SIMULATED: dict[str, tuple[Kind, ...]] = {
    "bounce": ("Bounce",),
    "suppressionlist": ("Bounce",),
    "complaint": ("Delivery", "Complaint"),
}
_AFTER: dict[Kind, timedelta] = {
    "Delivery": timedelta(milliseconds=250),
    "Bounce": timedelta(milliseconds=250),
    "Complaint": timedelta(milliseconds=500),
}


@dataclass(frozen=True, slots=True)
class Outcome:
    """`after` counts from the moment the message was accepted."""

    kind: Kind
    recipients: tuple[str, ...]
    after: timedelta


def outcomes(destination: Iterable[str]) -> list[Outcome]:
    """In the order in which they happen."""
    met: dict[Kind, list[str]] = {}
    for recipient in destination:
        _, address = parseaddr(recipient)
        for kind in _kinds(address):
            met.setdefault(kind, []).append(address)
    found = [Outcome(kind, tuple(who), _AFTER[kind]) for kind, who in met.items()]
    return sorted(found, key=lambda outcome: outcome.after)


def _kinds(address: str) -> tuple[Kind, ...]:
    mailbox, _, domain = address.lower().rpartition("@")
    if domain != _SIMULATOR_DOMAIN:
        return _ARRIVES
    # The simulator takes labels: bounce+label@ is bounce@.
    return _SIMULATED.get(mailbox.split("+", 1)[0], _ARRIVES)
