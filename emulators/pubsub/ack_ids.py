"""Acknowledgement ids as clients hand them back, and what became of them."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass
from datetime import timedelta

import grpc

from emulators.google_apis.refused import Refused, invalid
from emulators.pubsub.refusals import error_info
from emulators.pubsub.subscription import Subscription

DEADLINE_SECONDS_MAX = 600
PERMANENT_FAILURE = "PERMANENT_FAILURE_INVALID_ACK_ID"
TRANSIENT_FAILURE = "TRANSIENT_FAILURE_SERVICE_UNAVAILABLE"
_ACK_ID = re.compile(r"\d+-\d+")
_SOME_WERE_INVALID = (
    "Some acknowledgement ids in the request were invalid. This could be because the "
    "acknowledgement ids have expired or the acknowledgement ids were malformed."
)


@dataclass(frozen=True, slots=True)
class Outcome:
    """Which ids took effect. Only exactly-once delivery tells its clients."""

    done: list[str]
    stale: list[str]
    """The lease has ended, or never was."""
    failed: list[str]
    """May be tried again."""

    def require_all_done(self) -> None:
        """Refuse the request with the outcome of each id that took no effect."""
        if not self.stale and not self.failed:
            return
        metadata = dict.fromkeys(self.failed, TRANSIENT_FAILURE)
        metadata.update(dict.fromkeys(self.stale, PERMANENT_FAILURE))
        code, text = (
            (grpc.StatusCode.INVALID_ARGUMENT, _SOME_WERE_INVALID)
            if self.stale
            else (grpc.StatusCode.UNAVAILABLE, "The service was unable to fulfill your request.")
        )
        raise Refused(code, text, error_info("EXACTLY_ONCE_ACKID_FAILURE", metadata))


def acknowledge(subscription: Subscription, ack_ids: Collection[str]) -> Outcome:
    outcome = _sorted_out(subscription, ack_ids)
    subscription.acknowledge(outcome.done)
    return outcome


def change_deadlines(subscription: Subscription, ack_ids: Collection[str], seconds: int) -> Outcome:
    """Extend leases; zero seconds mean a nack."""
    if not 0 <= seconds <= DEADLINE_SECONDS_MAX:
        raise invalid(f"Ack deadlines must be between 0 and {DEADLINE_SECONDS_MAX} seconds.")
    outcome = _sorted_out(subscription, ack_ids)
    if seconds:
        subscription.extend(outcome.done, timedelta(seconds=seconds))
    else:
        subscription.reject(outcome.done)
    return outcome


def _sorted_out(subscription: Subscription, ack_ids: Collection[str]) -> Outcome:
    if not subscription.settings.exactly_once:
        for ack_id in ack_ids:
            if ack_id not in subscription.leases:
                _require_ack_id(ack_id)
        return Outcome(list(ack_ids), [], [])
    outcome = Outcome([], [], [])
    for ack_id in ack_ids:
        if ack_id not in subscription.leases:
            outcome.stale.append(ack_id)
        elif subscription.ack_fails():
            outcome.failed.append(ack_id)
        else:
            outcome.done.append(ack_id)
    return outcome


def _require_ack_id(ack_id: str) -> None:
    """Refuse what was never an ack id; one whose lease has ended is fine."""
    if not _ACK_ID.fullmatch(ack_id):
        raise invalid(f"You have passed an invalid ack ID to the service (ack_id={ack_id}).")
