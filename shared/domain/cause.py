"""Why something happens: the message that caused it, and the trace it belongs to."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Cause:
    id: str  # the provider's event, our event, a task or a request
    traceparent: str  # W3C trace context, version 00
