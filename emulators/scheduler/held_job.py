"""A job: the message as clients see it, and where it is between two slots."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime, timedelta

from emulators.scheduler.messages import Job, Message, instant
from emulators.scheduler.schedules import Schedule, parse_schedule
from emulators.tasks.backoff import backoff
from emulators.tasks.outgoing import Answer


@dataclass(slots=True)
class HeldJob:
    """`slot_at` is the slot that is due next or being run; `failures` counts its attempts so far.

    The message's `schedule_time` is when the next attempt is due: the slot, or a retry of it.
    """

    job: Message
    slot_at: datetime
    failures: int = 0
    first_attempt_at: datetime | None = None

    @property
    def name(self) -> str:
        return str(self.job.name)

    @property
    def due_at(self) -> datetime:
        return instant(self.job.schedule_time)

    @property
    def schedule(self) -> Schedule:
        return parse_schedule(self.job.schedule, self.job.time_zone)

    def await_slot(self, slot_at: datetime) -> None:
        self.slot_at = slot_at
        self.failures = 0
        self.first_attempt_at = None
        self.job.schedule_time.FromDatetime(slot_at)

    def note_attempt(self, now: datetime) -> None:
        self.job.last_attempt_time.FromDatetime(now)
        self.first_attempt_at = self.first_attempt_at or now

    def note_answer(self, answer: Answer) -> None:
        self.job.status.Clear()
        self.job.status.SetInParent()
        if not answer.is_success:
            self.job.status.code = answer.code.value[0]

    def move_on(self, answer: Answer, now: datetime) -> None:
        """Plan what comes after an attempt: a retry, or the next slot."""
        next_slot = self.schedule.following(self.slot_at, now)
        if not answer.is_success:
            self.failures += 1
            again_at = now + self._wait()
            if self._is_retried(now) and again_at < next_slot:
                self.job.schedule_time.FromDatetime(again_at)
                return
        self.await_slot(next_slot)

    def _wait(self) -> timedelta:
        config = self.job.retry_config
        return backoff(
            self.failures,
            minimum=config.min_backoff_duration.ToTimedelta(),
            maximum=config.max_backoff_duration.ToTimedelta(),
            max_doublings=config.max_doublings,
        )

    def _is_retried(self, now: datetime) -> bool:
        """Retries end when both limits are reached; none are made with a count of zero."""
        config = self.job.retry_config
        longest: timedelta = config.max_retry_duration.ToTimedelta()
        has_time_left = now - (self.first_attempt_at or now) < longest
        return config.retry_count > 0 and (self.failures <= config.retry_count or has_time_left)

    def encode(self) -> bytes:
        """Write one line of what only the scheduler knows, then the message."""
        first = self.first_attempt_at and self.first_attempt_at.isoformat()
        own = json.dumps([self.slot_at.isoformat(), self.failures, first])
        return own.encode() + b"\n" + bytes(self.job.SerializeToString())

    @classmethod
    def decode(cls, value: bytes) -> HeldJob:
        own, _, message = value.partition(b"\n")
        slot, failures, first = json.loads(own)
        return cls(
            Job.FromString(message),
            datetime.fromisoformat(slot),
            failures,
            first and datetime.fromisoformat(first),
        )
