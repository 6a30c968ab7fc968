"""When a failed task is tried again, and when it is given up."""

from __future__ import annotations

from datetime import datetime, timedelta

from emulators.tasks.backoff import backoff
from emulators.tasks.messages import Message

_UNLIMITED = -1


def wait_after_failure(
    config: Message, attempts: int, retry_after: timedelta | None = None
) -> timedelta:
    """`config` is a complete `RetryConfig`; `retry_after` is what the handler asked for."""
    wait = backoff(
        attempts,
        minimum=config.min_backoff.ToTimedelta(),
        maximum=config.max_backoff.ToTimedelta(),
        max_doublings=config.max_doublings,
    )
    return max(wait, retry_after or timedelta())


def is_given_up(
    config: Message, attempts: int, first_attempt_at: datetime, next_attempt_at: datetime
) -> bool:
    """Tell whether no further attempt is due: every limit that is set has been passed.

    `max_attempts` and `max_retry_duration` are both minimums to a task's life. An unlimited
    one does not count, so with -1 attempts the duration alone decides.
    """
    passed = []
    if config.max_attempts != _UNLIMITED:
        passed.append(attempts >= config.max_attempts)
    duration = config.max_retry_duration.ToTimedelta()
    if duration:
        passed.append(next_attempt_at - first_attempt_at > duration)
    return bool(passed) and all(passed)
