"""Starts one program of the stack so that it cannot outlive the supervisor.

    python -P -m emulators.supervisor.launch MODULE [ARGUMENT...]

Standard input is a pipe whose other end the supervisor alone holds. However the supervisor ends,
the pipe closes, and this process kills its own group: the program and all that it has forked.
"""

from __future__ import annotations

import os
import runpy
import signal
import sys
import threading

_LIFELINE = 0  # standard input


def main() -> None:
    threading.Thread(target=_die_with_the_supervisor, name="lifeline", daemon=True).start()
    sys.argv = sys.argv[1:]
    runpy.run_module(sys.argv[0], run_name="__main__", alter_sys=True)


def _die_with_the_supervisor() -> None:
    os.read(_LIFELINE, 1)  # nothing is ever written: it returns when the other end has closed
    os.killpg(0, signal.SIGKILL)


if __name__ == "__main__":
    main()
