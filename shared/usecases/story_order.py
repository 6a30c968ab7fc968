"""At one instant, a cause stands before what follows from it."""

from __future__ import annotations

from collections.abc import Mapping
from enum import IntEnum
from typing import Final


class Stage(IntEnum):
    """How far from its first cause something is, along the one way an order can go."""

    CREATED = 0
    OPENED = 1
    REPORTED = 2  # by the provider
    ADVANCED = 3
    BOOKED = 4
    DECIDED = 5  # told to the others: paid, refunded, to be looked at
    FROZEN = 6
    NUMBERED = 7
    NUMBER_TOLD = 8
    MAIL_CALLED_FOR = 9  # told: a document is drawn, or a mail planned
    QUEUED = 10
    SENT = 11
    SENT_TOLD = 12


_OF_STATUS: Final[Mapping[str, Stage]] = {"creating": Stage.CREATED, "open": Stage.OPENED}
_OF_EVENT: Final[Mapping[str, Stage]] = {
    "invoice.numbered.v1": Stage.NUMBER_TOLD,
    "invoice.archived.v1": Stage.MAIL_CALLED_FOR,
    "mail.planned.v1": Stage.MAIL_CALLED_FOR,
    "receipt.sent.v1": Stage.SENT_TOLD,
}


def stage_of_status(status: str) -> Stage:
    return _OF_STATUS.get(status, Stage.ADVANCED)


def stage_of_event(event_type: str) -> Stage:
    """What is told of the order itself has been decided with it."""
    return _OF_EVENT.get(event_type, Stage.DECIDED)
