"""How a call to the outside can fail. Every adapter translates its vendor's errors to these."""


class Unavailable(Exception):
    """No clear answer: it may have been applied or not. Look before doing it again."""


class LostRace(Exception):
    """Somebody else changed what the decision was based on. Nothing of ours was applied."""
