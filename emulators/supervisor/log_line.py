"""What the terminal shows of a log line: nothing, unless something went wrong."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import Any

_ALARMING = {"ERROR", "CRITICAL", "ALERT", "EMERGENCY"}
_ALARMING_TEXT = re.compile(r"\b(ERROR|CRITICAL|Error|Exception)\b")
_IDS = ("order_id", "invoice_id", "receipt_id", "event_id", "message_id", "why")
_LENGTH_MAX = 160


@dataclass(frozen=True, slots=True)
class LogLine:
    severity: str  # empty: the line is no log record
    message: str
    alarm: str  # one short line for the terminal, or empty


def read_line(line: bytes) -> LogLine:
    text = line.decode("utf-8", "replace").strip()
    record = _record(text)
    if record is None:
        return LogLine("", text, _shortened(text) if _ALARMING_TEXT.search(text) else "")
    severity, message = str(record.get("severity", "")), str(record.get("message", ""))
    alarm = _alarm(message, record) if severity in _ALARMING else ""
    return LogLine(severity, message, alarm)


def _record(text: str) -> dict[str, Any] | None:
    if not text.startswith("{"):
        return None
    try:
        record = json.loads(text)
    except ValueError:
        return None
    return record if isinstance(record, dict) else None


def _alarm(message: str, record: dict[str, Any]) -> str:
    ids = [str(record[name]) for name in _IDS if name in record]
    reason = str(record.get("stack_trace", "")).strip().rpartition("\n")[2]
    return _shortened("  ".join(part for part in (message, *ids, reason) if part))


def _shortened(text: str) -> str:
    return text if len(text) <= _LENGTH_MAX else text[: _LENGTH_MAX - 1] + "…"
