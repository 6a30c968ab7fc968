"""One JSON line per decision, as Cloud Logging reads it. Allow-listed fields, no bodies."""

from __future__ import annotations

import json
import logging
import sys
from datetime import UTC, datetime
from typing import Any

from shared.edge import trace

# Anything else that a caller passes as `extra` is dropped: a new field is added here, where a
# reviewer sees that it carries no personal data.
FIELDS = (
    "attempt",
    "count",
    "event_id",
    "event_ids",
    "event_type",
    "fence",
    "function",
    "invoice_id",
    "letter_id",
    "message_id",
    "method",
    "order_id",
    "order_ids",
    "path",
    "provider",
    "receipt_id",
    "receipt_ids",
    "refund_id",
    "request_id",
    "rules",
    "series",
    "session_id",
    "sha256",
    "source",
    "status",
    "subscription",
    "why",
)


class JsonLines(logging.Formatter):
    """Source: docs.cloud.google.com/logging/docs/structured-logging."""

    def __init__(self, project: str) -> None:
        super().__init__()
        self._project = project

    def format(self, record: logging.LogRecord) -> str:
        line: dict[str, Any] = {
            "severity": record.levelname,
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(),
            "message": record.getMessage(),
            "logger": record.name,
        }
        traceparent = trace.current.get()
        if traceparent:
            trace_id = trace.trace_id_of(traceparent)
            line["logging.googleapis.com/trace"] = f"projects/{self._project}/traces/{trace_id}"
            line["logging.googleapis.com/spanId"] = trace.span_id_of(traceparent)
        line.update({name: record.__dict__[name] for name in FIELDS if name in record.__dict__})
        if record.exc_info:
            line["stack_trace"] = self.formatException(record.exc_info)
        return json.dumps(line, ensure_ascii=False, default=str)


def log_as_json(project: str) -> None:
    """Send our own loggers to standard output; idempotent."""
    ours = logging.getLogger("shared")
    if ours.handlers:
        return
    handler = logging.StreamHandler(sys.stdout)
    handler.setFormatter(JsonLines(project))
    ours.addHandler(handler)
    ours.setLevel(logging.INFO)
    ours.propagate = False
