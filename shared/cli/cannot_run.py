"""Why a command could not do its work at all, as opposed to what it found."""


class CannotRun(Exception):
    """Wrong usage, or a surrounding that lets us down. The text is one line with its remedy."""
