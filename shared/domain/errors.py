"""Two ways to say no. The edge turns `Refused` into an answer and `NotYet` into a retry."""


class Refused(Exception):
    """A business rule said no. Trying again cannot help; the message is safe to show."""


class NotYet(Exception):
    """Something we depend on has not arrived. Trying again later can help."""


class Broken(Exception):
    """An invariant of ours does not hold. Better to stop and be paged than to go on wrong."""
