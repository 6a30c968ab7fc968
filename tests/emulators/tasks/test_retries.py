from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from emulators.tasks.backoff import backoff
from emulators.tasks.messages import Message, RetryConfig
from emulators.tasks.queue_settings import complete_retry_config
from emulators.tasks.retries import is_given_up, wait_after_failure

START = datetime(2026, 1, 1, tzinfo=UTC)


def config(*, attempts: int, duration_seconds: int) -> Message:
    made = RetryConfig(max_attempts=attempts)
    made.max_retry_duration.FromTimedelta(timedelta(seconds=duration_seconds))
    complete_retry_config(made)
    return made


def test_the_wait_doubles_then_grows_by_its_last_step_up_to_its_maximum() -> None:
    waits = [
        backoff(
            failures,
            minimum=timedelta(seconds=10),
            maximum=timedelta(seconds=300),
            max_doublings=3,
        )
        for failures in range(1, 9)
    ]

    assert [wait.total_seconds() for wait in waits] == [10, 20, 40, 80, 160, 240, 300, 300]


def test_the_default_settings_wait_a_tenth_of_a_second_first_and_an_hour_at_most() -> None:
    made = config(attempts=0, duration_seconds=0)

    waits = [wait_after_failure(made, attempts).total_seconds() for attempts in (1, 2, 3, 100_000)]

    assert waits == [0.1, 0.2, 0.4, 3600]


@pytest.mark.parametrize(
    ("attempts_max", "duration_seconds", "attempts", "after_seconds", "verdict"),
    [
        (3, 0, 2, 99, "retried"),
        (3, 0, 3, 1, "given up"),
        (3, 60, 3, 59, "retried"),
        (3, 60, 2, 61, "retried"),
        (3, 60, 3, 61, "given up"),
        (-1, 60, 500, 59, "retried"),
        (-1, 60, 1, 61, "given up"),
        (-1, 0, 500, 99_999, "retried"),
    ],
)
def test_a_task_is_given_up_when_every_limit_that_is_set_has_been_passed(
    attempts_max: int, duration_seconds: int, attempts: int, after_seconds: int, verdict: str
) -> None:
    made = config(attempts=attempts_max, duration_seconds=duration_seconds)

    given_up = is_given_up(made, attempts, START, START + timedelta(seconds=after_seconds))

    assert given_up is (verdict == "given up")
