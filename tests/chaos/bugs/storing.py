"""Bugs of storing: what was seen is forgotten, what was decided is overwritten."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Any

import pytest

from shared.domain.cause import Cause
from shared.domain.delivery import Effect, InboxEntry, Outcome
from shared.domain.ids import OrderId
from shared.domain.order import Order, OrderStatus, Step
from shared.usecases.apply_stripe_event import ApplyStripeEvent
from shared.usecases.ports.database import Put, Record, Replace, Write
from shared.usecases.transaction import Session
from tests.chaos.deliveries import Deliveries, Delivery

Patch = pytest.MonkeyPatch


def inbox_not_checked(patch: Patch) -> None:
    get = Session.get

    def blind(self: Session, kind: type[Any], record_id: str) -> Any:
        return None if kind is InboxEntry else get(self, kind, record_id)

    patch.setattr(Session, "get", blind)


def inbox_written_before_the_effects(patch: Patch) -> None:
    """Deduplication in a commit of its own: a crash in between loses the event."""
    apply = ApplyStripeEvent.__call__

    def hasty(self: ApplyStripeEvent, event: Any, order_id: OrderId, cause: Cause) -> None:
        seen = InboxEntry(
            id=f"seen:{event.id}",
            type=event.type,
            outcome=Outcome.APPLIED,
            received_at=self.now(),
            traceparent=cause.traceparent,
        )

        def first_time(session: Session) -> bool:
            if session.get(InboxEntry, seen.id) is not None:
                return False
            session.create(seen)
            return True

        if self.transactions(first_time):
            apply(self, event, order_id, cause)

    patch.setattr(ApplyStripeEvent, "__call__", hasty)


def effect_key_missing(patch: Patch) -> None:
    create = Session.create

    def forgetful(self: Session, record: Record) -> None:
        if not isinstance(record, Effect):
            create(self, record)

    patch.setattr(Session, "create", forgetful)


def acknowledged_before_the_work_is_done(patch: Patch) -> None:
    again = Deliveries._again  # noqa: SLF001 - the harness plays the broker

    def gone(self: Deliveries, delivery: Delivery, reason: BaseException) -> None:
        if delivery.process != "payment_processor":
            again(self, delivery, reason)

    patch.setattr(Deliveries, "_again", gone)


def events_ordered_by_their_created_time(patch: Patch) -> None:
    def strictly_newer(self: Order, status: OrderStatus, *, at: datetime, cause: str) -> Order:
        if at <= self.history[-1].at:
            return self
        return replace(self, status=status, history=(*self.history, Step(status, at, cause)))

    patch.setattr(Order, "advance", strictly_newer)


def replace_without_version_guard(patch: Patch) -> None:
    stage = Session._stage  # noqa: SLF001 - where the guard is put on

    def unguarded(self: Session, write: Write) -> None:
        stage(self, Put(write.record) if isinstance(write, Replace) else write)

    patch.setattr(Session, "_stage", unguarded)


def create_that_overwrites(patch: Patch) -> None:
    def put(self: Session, record: Record) -> None:
        self._stage(Put(record))

    patch.setattr(Session, "create", put)


BUGS_OF_STORING = (
    inbox_not_checked,
    inbox_written_before_the_effects,
    effect_key_missing,
    acknowledged_before_the_work_is_done,
    events_ordered_by_their_created_time,
    replace_without_version_guard,
    create_that_overwrites,
)
