"""What a job must look like, and what it is given when something is left open."""

from __future__ import annotations

from datetime import timedelta

from emulators.google_apis.refused import invalid, unimplemented
from emulators.scheduler.messages import Message
from emulators.scheduler.schedules import parse_schedule
from emulators.scheduler.targets import complete_http_target, complete_pubsub_target

DESCRIPTION_MAX_LENGTH = 500
JOB_MAX_BYTES = 1024 * 1024
RETRIES_MAX = 5
DEFAULT_DEADLINE = timedelta(minutes=3)
SHORTEST_DEADLINE = timedelta(seconds=15)
LONGEST_DEADLINE = timedelta(minutes=30)
DEFAULT_MIN_BACKOFF = timedelta(seconds=5)
DEFAULT_MAX_BACKOFF = timedelta(hours=1)
DEFAULT_DOUBLINGS = 5


def complete_job(job: Message) -> None:
    """Check a job's settings and fill in what was left open."""
    if len(job.description) > DESCRIPTION_MAX_LENGTH:
        raise invalid(f"Job.description must be at most {DESCRIPTION_MAX_LENGTH} characters.")
    job.time_zone = job.time_zone or "UTC"
    parse_schedule(job.schedule, job.time_zone)
    _complete_target(job)
    _complete_retry_config(job.retry_config)
    if job.ByteSize() > JOB_MAX_BYTES:
        raise invalid("Job size too large.")


def _complete_target(job: Message) -> None:
    match job.WhichOneof("target"):
        case "http_target":
            complete_http_target(job.http_target)
            _complete_deadline(job)
        case "pubsub_target":
            complete_pubsub_target(job)
            job.ClearField("attempt_deadline")
        case "app_engine_http_target":
            raise unimplemented("App Engine targets are not served: use an HTTP target.")
        case _:
            raise invalid("Job.target is required.")


def _complete_deadline(job: Message) -> None:
    if not job.HasField("attempt_deadline"):
        job.attempt_deadline.FromTimedelta(DEFAULT_DEADLINE)
    deadline = job.attempt_deadline.ToTimedelta()
    if not SHORTEST_DEADLINE <= deadline <= LONGEST_DEADLINE:
        raise invalid("Job.attemptDeadline must be between [15s, 30m].")


def _complete_retry_config(config: Message) -> None:
    if not 0 <= config.retry_count <= RETRIES_MAX:
        raise invalid(f"RetryConfig.retryCount must be between [0, {RETRIES_MAX}].")
    if config.max_doublings < 0:
        raise invalid("RetryConfig.maxDoublings cannot be negative.")
    config.max_doublings = config.max_doublings or DEFAULT_DOUBLINGS
    if not config.HasField("min_backoff_duration"):
        config.min_backoff_duration.FromTimedelta(DEFAULT_MIN_BACKOFF)
    if not config.HasField("max_backoff_duration"):
        config.max_backoff_duration.FromTimedelta(DEFAULT_MAX_BACKOFF)
    if not config.HasField("max_retry_duration"):
        config.max_retry_duration.FromTimedelta(timedelta())
    _check_durations(config)


def _check_durations(config: Message) -> None:
    minimum, maximum, longest = (
        duration.ToTimedelta()
        for duration in (
            config.min_backoff_duration,
            config.max_backoff_duration,
            config.max_retry_duration,
        )
    )
    for name, value in (
        ("minBackoffDuration", minimum),
        ("maxBackoffDuration", maximum),
        ("maxRetryDuration", longest),
    ):
        if value < timedelta():
            raise invalid(f"RetryConfig.{name} cannot be negative.")
    if minimum > maximum:
        raise invalid(
            "RetryConfig.minBackoffDuration must be less than or equal to "
            "RetryConfig.maxBackoffDuration."
        )
