"""Says that it is ready, and runs until it is ended."""

import signal

print('{"severity": "INFO", "message": "ready"}', flush=True)  # noqa: T201 - a log line
signal.pause()
