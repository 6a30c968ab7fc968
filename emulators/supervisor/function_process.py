"""The process of one function: functions-framework, as where the function is deployed.

    python -m emulators.supervisor.function_process SOCKET CLOCK CHANNEL REQUIREMENTS [ARGUMENT...]

SOCKET is the descriptor of a listening socket, CLOCK the path of the clock file, CHANNEL the
descriptor of this end of the clock channel, REQUIREMENTS the function's own requirements.txt,
and the arguments are those of functions-framework.
"""

from __future__ import annotations

import gc
import os
import runpy
import socket
import sys
from pathlib import Path

from emulators.supervisor.followed_clock import keep_time_of
from emulators.supervisor.pinned import hide_what_is_not_pinned

_FIRST_SOCKET = 3  # by sd_listen_fds(3)


def main() -> None:
    _, door, clock, channel, requirements, *arguments = sys.argv
    clock_channel = socket.socket(fileno=_out_of_the_way(int(channel)))
    _hand_over(int(door))
    hide_what_is_not_pinned(Path(requirements))
    keep_time_of(Path(clock), clock_channel)
    # Imports leave no garbage, so collect none before gunicorn forks its worker, and let the two
    # share what there is by then: see `gc.freeze` in the library reference.
    gc.disable()
    os.register_at_fork(before=gc.freeze, after_in_child=gc.enable)
    sys.argv = ["functions-framework", *arguments]
    runpy.run_module("functions_framework", run_name="__main__", alter_sys=True)


def _out_of_the_way(descriptor: int) -> int:
    """The same, but not where the socket goes."""
    return os.dup(descriptor) if descriptor == _FIRST_SOCKET else descriptor


def _hand_over(door: int) -> None:
    """Give the socket to gunicorn as systemd would, so that it binds none of its own.

    It listens already, and goes on to when this process dies: callers wait for the next one.
    """
    if door != _FIRST_SOCKET:
        os.dup2(door, _FIRST_SOCKET)
        os.close(door)
    os.environ["LISTEN_FDS"] = "1"
    os.environ["LISTEN_PID"] = str(os.getpid())


if __name__ == "__main__":
    main()
