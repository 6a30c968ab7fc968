"""Says that it is ready, and ends by itself at once."""

import sys

print('{"severity": "INFO", "message": "ready"}', flush=True)  # noqa: T201 - a log line
sys.exit(3)
