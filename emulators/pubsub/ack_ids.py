"""Acknowledgement ids as clients hand them back."""

from __future__ import annotations

import re
from collections.abc import Collection
from datetime import timedelta

from emulators.pubsub.refusals import invalid
from emulators.pubsub.subscription import Subscription

DEADLINE_SECONDS_MAX = 600
_ACK_ID = re.compile(r"\d+-\d+")


def require_ack_ids(ack_ids: Collection[str]) -> None:
    if not ack_ids:
        raise invalid("No ack ids specified.")
    for ack_id in ack_ids:
        require_ack_id(ack_id)


def require_ack_id(ack_id: str) -> None:
    """Refuse what was never an ack id; one whose lease has ended is fine."""
    if not _ACK_ID.fullmatch(ack_id):
        raise invalid(f"You have passed an invalid ack ID to the service (ack_id={ack_id}).")


def require_deadline(seconds: int) -> None:
    if not 0 <= seconds <= DEADLINE_SECONDS_MAX:
        raise invalid(f"Ack deadlines must be between 0 and {DEADLINE_SECONDS_MAX} seconds.")


def change_deadline(subscription: Subscription, ack_id: str, seconds: int) -> None:
    """Extend a lease; zero seconds mean a nack."""
    if seconds:
        subscription.extend(ack_id, timedelta(seconds=seconds))
    else:
        subscription.reject(ack_id)
