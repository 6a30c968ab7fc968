"""Logs an error, says that it is ready, and runs until it is ended."""

import json
import signal

ERROR = {
    "severity": "ERROR",
    "message": "unhandled",
    "order_id": "ord_1",
    "stack_trace": "Traceback (most recent call last):\n  ...\nValueError: no such thing",
}
for line in ({"severity": "INFO", "message": "fine"}, ERROR):
    print(json.dumps(line), flush=True)  # noqa: T201 - a log line
print('{"severity": "INFO", "message": "ready"}', flush=True)  # noqa: T201 - a log line
signal.pause()
