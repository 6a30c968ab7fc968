"""The newcomer's minute: `make up`, one purchase, the audit, Ctrl-C. Fails loudly.

Run from the root of a clone whose `.venv` is installed.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

READY_SECONDS_MAX = 30  # the promise is 5 on a quiet machine; the gate's may be a busy one
STOP_SECONDS_MAX = 10  # the promise is 3
STACK = Path(".kvitto/stack.json")


def main() -> int:
    up = subprocess.Popen(
        ["make", "up"],  # noqa: S607 - found on PATH, as for a newcomer
        env={**os.environ, "KVITTO_PORT": "0"},
        start_new_session=True,
    )
    try:
        ready_after = wait_until_ready(up)
        kvitto("buy")
        kvitto("audit", "--at-rest")
    finally:
        stopped_after = stop(up)
    sys.stdout.write(f"ready after {ready_after:.1f} s, stopped after {stopped_after:.1f} s\n")
    left = survivors()
    if left:
        sys.stdout.write(f"left behind: {left}\n")
    return 1 if left else 0


def wait_until_ready(up: subprocess.Popen[bytes]) -> float:
    since = time.monotonic()
    while not STACK.exists():
        if up.poll() is not None or time.monotonic() - since > READY_SECONDS_MAX:
            raise SystemExit("make up did not get ready")
        time.sleep(0.05)
    return time.monotonic() - since


def kvitto(*arguments: str) -> None:
    subprocess.run([".venv/bin/kvitto", *arguments], check=True)  # noqa: S603 - our own command


def stop(up: subprocess.Popen[bytes]) -> float:
    since = time.monotonic()
    os.killpg(up.pid, signal.SIGINT)
    up.wait(STOP_SECONDS_MAX)
    return time.monotonic() - since


def survivors() -> list[str]:
    """Processes of this clone that outlived the stop. Linux only; elsewhere nothing is found."""
    root = str(Path.cwd())
    found = []
    for entry in Path("/proc").glob("[0-9]*/cmdline"):
        try:
            command = entry.read_bytes().replace(b"\0", b" ").decode(errors="replace")
        except OSError:
            continue  # it ended while we looked
        if root in command and str(os.getpid()) != entry.parent.name:
            found.append(command[:120])
    return found


if __name__ == "__main__":
    sys.exit(main())
