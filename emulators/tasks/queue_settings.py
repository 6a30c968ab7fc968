"""The bounds and defaults of a queue's rate limits and of retry settings."""

from __future__ import annotations

import math
from datetime import timedelta

from emulators.google_apis.refused import invalid
from emulators.tasks.messages import Message
from emulators.tasks.queue_target import check_http_target

DISPATCHES_PER_SECOND_MAX = 500.0
CONCURRENT_DISPATCHES_MAX = 5000
DEFAULT_DISPATCHES_PER_SECOND = 500.0
DEFAULT_CONCURRENT_DISPATCHES = 1000
DEFAULT_ATTEMPTS = 100
DEFAULT_DOUBLINGS = 16
DEFAULT_MIN_BACKOFF = timedelta(milliseconds=100)
DEFAULT_MAX_BACKOFF = timedelta(hours=1)
SMALLEST_BURST = 10


def complete_queue(queue: Message) -> None:
    """Check a queue's settings and fill in what was left open."""
    if queue.HasField("http_target"):
        check_http_target(queue.http_target)
    complete_rate_limits(queue.rate_limits)
    complete_retry_config(queue.retry_config)


def complete_rate_limits(limits: Message) -> None:
    for name, value, highest in (
        ("maxDispatchesPerSecond", limits.max_dispatches_per_second, DISPATCHES_PER_SECOND_MAX),
        ("maxConcurrentDispatches", limits.max_concurrent_dispatches, CONCURRENT_DISPATCHES_MAX),
    ):
        if value < 0:
            raise invalid(f"RateLimits.{name} cannot be negative.")
        if value > highest:
            raise invalid(f"RateLimits.{name} must be less than or equal to {highest:g}.")
    limits.max_dispatches_per_second = (
        limits.max_dispatches_per_second or DEFAULT_DISPATCHES_PER_SECOND
    )
    limits.max_concurrent_dispatches = (
        limits.max_concurrent_dispatches or DEFAULT_CONCURRENT_DISPATCHES
    )
    # Output only. Documented as "at least equal to max_dispatches_per_second".
    limits.max_burst_size = max(SMALLEST_BURST, math.ceil(limits.max_dispatches_per_second))


def complete_retry_config(config: Message) -> None:
    if config.max_attempts < -1:
        raise invalid("RetryConfig.maxAttempts must be greater or equal to -1.")
    if config.max_doublings < 0:
        raise invalid("RetryConfig.maxDoublings cannot be negative.")
    config.max_attempts = config.max_attempts or DEFAULT_ATTEMPTS
    config.max_doublings = config.max_doublings or DEFAULT_DOUBLINGS
    _complete_durations(config)


def _complete_durations(config: Message) -> None:
    if not config.HasField("min_backoff"):
        config.min_backoff.FromTimedelta(DEFAULT_MIN_BACKOFF)
    if not config.HasField("max_backoff"):
        config.max_backoff.FromTimedelta(DEFAULT_MAX_BACKOFF)
    minimum, maximum, longest = (
        duration.ToTimedelta()
        for duration in (config.min_backoff, config.max_backoff, config.max_retry_duration)
    )
    for name, value in (
        ("minBackoff", minimum),
        ("maxBackoff", maximum),
        ("maxRetryDuration", longest),
    ):
        if value < timedelta():
            raise invalid(f"RetryConfig.{name} cannot be negative.")
    if minimum > maximum:
        raise invalid(
            "RetryConfig.minBackoff must be less than or equal to RetryConfig.maxBackoff."
        )
    config.max_retry_duration.nanos = 0  # truncated to the second
