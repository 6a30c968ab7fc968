"""Says that it is ready, and does not end when asked to."""

import signal

signal.signal(signal.SIGTERM, signal.SIG_IGN)
print('{"severity": "INFO", "message": "ready"}', flush=True)  # noqa: T201 - a log line
while True:
    signal.pause()
