"""What becomes of a message: who gets it, who bounces, who complains.

https://docs.aws.amazon.com/ses/latest/dg/send-an-email-from-console.html#send-email-simulator
https://docs.aws.amazon.com/ses/latest/dg/notification-contents.html#bounce-types
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import timedelta
from email.utils import parseaddr
from typing import Literal

Kind = Literal["Delivery", "Bounce", "Complaint"]
What = tuple[Kind, str]
# The kind of the event and what it says more: a bounce's type and sub-type, a complaint's sub-type.

DELIVERY: What = ("Delivery", "")
HARD_BOUNCE: What = ("Bounce", "Permanent/General")
COMPLAINT: What = ("Complaint", "")
FATES: dict[str, tuple[What, ...]] = {
    "success": (DELIVERY,),
    "bounce": (HARD_BOUNCE,),
    "complaint": (DELIVERY, COMPLAINT),
    "ooto": (DELIVERY, ("Bounce", "Transient/General")),
    "suppressionlist": (("Bounce", "Permanent/Suppressed"),),
    "mailbox-full": (("Bounce", "Transient/MailboxFull"),),
}
SPARED: dict[str, tuple[What, ...]] = {
    "BOUNCE": (("Bounce", "Permanent/OnAccountSuppressionList"),),
    "COMPLAINT": (("Complaint", "OnAccountSuppressionList"),),
}
# By the reason for which the address is on the account's suppression list.

_SIMULATOR_DOMAIN = "simulator.amazonses.com"
_AFTER: dict[Kind, timedelta] = {
    "Delivery": timedelta(milliseconds=250),
    "Bounce": timedelta(milliseconds=300),
    "Complaint": timedelta(milliseconds=500),
}


@dataclass(frozen=True, slots=True)
class Outcome:
    kind: Kind
    detail: str
    recipients: tuple[str, ...]

    @property
    def after(self) -> timedelta:
        """Counted from the moment the message was accepted."""
        return _AFTER[self.kind]


def is_simulated(address: str) -> bool:
    return address.lower().endswith(f"@{_SIMULATOR_DOMAIN}")


def real_count(destination: Iterable[str]) -> int:
    """How many are not mailboxes of the simulator: those count for the daily quota."""
    return sum(not is_simulated(parseaddr(recipient)[1]) for recipient in destination)


def simulated(address: str) -> tuple[What, ...]:
    """What the mailbox simulator does. It takes labels: bounce+label@ is bounce@."""
    mailbox = address.lower().partition("@")[0].partition("+")[0]
    return FATES.get(mailbox, FATES["success"]) if is_simulated(address) else FATES["success"]


def outcomes(
    destination: Iterable[str], fate_of: Callable[[str], tuple[What, ...]] = simulated
) -> list[Outcome]:
    """In the order in which they happen."""
    met: dict[What, list[str]] = {}
    for recipient in destination:
        _, address = parseaddr(recipient)
        for what in fate_of(address):
            met.setdefault(what, []).append(address)
    found = [Outcome(kind, detail, tuple(who)) for (kind, detail), who in met.items()]
    return sorted(found, key=lambda outcome: outcome.after)
