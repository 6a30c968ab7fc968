"""Publish again what nobody could handle, once its cause is mended."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from dataclasses import dataclass, replace

from shared.domain.delivery import DeadLetter
from shared.domain.errors import Refused
from shared.usecases.keep_dead_letter import letter_id_of
from shared.usecases.ports.database import Database, Query
from shared.usecases.ports.messages import Message, Topic
from shared.usecases.ports.world import Now
from shared.usecases.transaction import Session, Transactions

log = logging.getLogger(__name__)

WAITING_MAX = 1_000
"""Of one list. Whoever has more has one cause, and replays them in several goes."""

_ADDED_BY_PUBSUB = ("CloudPubSub", "googclient_")


class CannotReplay(Refused):
    """There is no such letter, or publishing what was kept would not be what had come."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Topics:
    provider_events: Topic
    commerce_events: Topic


@dataclass(frozen=True, slots=True)
class WaitingLetters:
    database: Database

    def __call__(self) -> list[DeadLetter]:
        """The oldest first."""
        waiting = (("is_waiting", "==", True),)
        found = self.database.find(Query(DeadLetter, where=waiting, limit_max=WAITING_MAX))
        return sorted(found, key=lambda letter: letter.kept_at)


@dataclass(frozen=True, slots=True)
class ReplayDeadLetter:
    """At least once: whoever takes the message has seen it before, or has not."""

    transactions: Transactions
    topics: Topics
    now: Now

    def __call__(self, letter_id: str, replayed_by: str) -> DeadLetter:
        """The letter as it is now. `CannotReplay`; `Unavailable` when it may not be out."""
        claimed = self._claim(letter_id, replayed_by)
        self._topic(claimed).publish([_as_it_came(claimed)])
        extra = {"letter_id": letter_id, "source": claimed.source}
        log.info("dead letter replayed", extra=extra)
        return self._settle(claimed)

    def _claim(self, letter_id: str, replayed_by: str) -> DeadLetter:
        """Said before it is done, so that a letter which is back at once is told from this one."""
        at = self.now()

        def claim(session: Session) -> DeadLetter:
            letter = session.get(DeadLetter, letter_id)
            if letter is None:
                raise CannotReplay(f"there is no letter {letter_id}")
            claimed = replace(letter, replayed_at=at, replayed_by=replayed_by)
            session.save(claimed)
            return claimed

        return self.transactions(claim)

    def _settle(self, claimed: DeadLetter) -> DeadLetter:
        def settle(session: Session) -> DeadLetter:
            found = session.get(DeadLetter, claimed.id)
            if found != claimed:
                return found or claimed  # it has come back already, and waits
            done = replace(found, is_waiting=False)
            session.save(done)
            return done

        return self.transactions(settle)

    def _topic(self, letter: DeadLetter) -> Topic:
        """A provider's event names its provider, one of ours its order."""
        if "provider" in letter.attributes:
            return self.topics.provider_events
        if {"type", "order_id"} <= letter.attributes.keys():
            return self.topics.commerce_events
        raise CannotReplay(f"{letter.id} came from {letter.source}, which is no topic")


def _as_it_came(letter: DeadLetter) -> Message:
    body = letter.body.encode()
    if letter_id_of(letter.source, body) != letter.id:
        why = "was too long or no text, and is not kept byte for byte; take it from its provider"
        raise CannotReplay(f"{letter.id} {why}")
    attributes: Mapping[str, str] = {
        name: value
        for name, value in letter.attributes.items()
        if not name.startswith(_ADDED_BY_PUBSUB)
    }
    return Message(body, attributes)
