"""Why there is no stack: one line for whoever ran `make up`."""

from __future__ import annotations


class CannotStart(Exception):
    """Something outside has to change first. Nothing was started."""

    exit_code = 2


class StartFailed(CannotStart):
    """A program of the stack ended before it was ready."""

    exit_code = 1
