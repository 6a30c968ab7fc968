"""The queues of a deployment."""

from __future__ import annotations

from datetime import timedelta

from google.protobuf.field_mask_pb2 import FieldMask

from emulators.tasks.messages import Message, Queue
from emulators.tasks.queues import Queues
from emulators.topology import RetryConfig, Topology

_PLANNED = FieldMask(paths=["rate_limits", "retry_config"])


def provision(queues: Queues, topology: Topology) -> None:
    """Create the planned queues and set what has changed; a paused queue stays paused."""
    for planned in topology.queues:
        queue = Queue(name=topology.queue_name(planned.name))
        limits = planned.rate_limits
        queue.rate_limits.max_dispatches_per_second = limits.max_dispatches_per_second
        queue.rate_limits.max_concurrent_dispatches = limits.max_concurrent_dispatches
        _set_retries(queue.retry_config, planned.retry_config)
        queues.release_name(queue.name)
        queues.update(queue, _PLANNED)


def _set_retries(config: Message, planned: RetryConfig) -> None:
    config.max_attempts = planned.max_attempts
    config.max_doublings = planned.max_doublings
    for duration, seconds in (
        (config.max_retry_duration, planned.max_retry_duration_seconds),
        (config.min_backoff, planned.min_backoff_seconds),
        (config.max_backoff, planned.max_backoff_seconds),
    ):
        duration.FromTimedelta(timedelta(seconds=seconds))
