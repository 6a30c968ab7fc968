"""Forks a worker. Both hold the named pipe in the first argument open for as long as they live."""

import os
import signal
import sys

pipe = os.open(sys.argv[1], os.O_WRONLY)
os.unlink(sys.argv[1])  # noqa: PTH108 - the pipe is this run's alone: the next one fails
if os.fork():
    os.write(pipe, b"two processes\n")
    print('{"severity": "INFO", "message": "ready"}', flush=True)  # noqa: T201 - a log line
while True:
    signal.pause()
