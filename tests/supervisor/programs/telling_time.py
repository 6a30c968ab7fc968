"""Forks as gunicorn does, and tells in its worker what time it is whenever it is asked."""

from __future__ import annotations

import json
import os
import socket
import sys
import time
from datetime import UTC, datetime
from pathlib import Path
from time import time as imported_before

from emulators.supervisor.followed_clock import keep_time_of


def main() -> None:
    channel = socket.socket(fileno=int(sys.argv[2]))
    keep_time_of(Path(sys.argv[1]), channel)
    at_import = time.time()  # as the function's own code would see it
    import grpc._channel  # noqa: PLC0415 - after the clock, as a function would

    worker = os.fork()
    if worker:
        os.waitpid(worker, 0)
        return
    for _ in sys.stdin:
        told = {
            "at_import": at_import,
            "time": time.time(),
            "time_ns": time.time_ns() / 1e9,
            "datetime": datetime.now(UTC).timestamp(),
            "date": datetime.now(UTC).date().isoformat(),
            "imported_before": imported_before(),
            "clock_gettime": time.clock_gettime(time.CLOCK_REALTIME),
            "monotonic": time.monotonic(),
            "grpc_deadline": grpc._channel._deadline(60),  # noqa: SLF001 - what is to stay real
            "is_loaded": "time_machine" in sys.modules,
        }
        print(json.dumps(told), flush=True)  # noqa: T201 - the answer


if __name__ == "__main__":
    main()
