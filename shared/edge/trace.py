"""W3C trace context, level 1: one trace from the checkout to the mail."""

from __future__ import annotations

import re
import secrets
from contextvars import ContextVar

_TRACEPARENT = re.compile(r"00-([0-9a-f]{32})-([0-9a-f]{16})-([0-9a-f]{2})")

current: ContextVar[str] = ContextVar("traceparent", default="")
"""The trace this request belongs to; what logs print and calls pass on."""


def continued(traceparent: str | None) -> str:
    """A new span in the trace named by `traceparent`, or in a new trace if it is no good."""
    match = _TRACEPARENT.fullmatch(traceparent or "")
    usable = match is not None and set(match[1]) != {"0"} and set(match[2]) != {"0"}
    trace_id = match[1] if match is not None and usable else secrets.token_hex(16)
    return f"00-{trace_id}-{secrets.token_hex(8)}-01"


def trace_id_of(traceparent: str) -> str:
    return traceparent[3:35]


def span_id_of(traceparent: str) -> str:
    return traceparent[36:52]
