"""Who meets which fate: by the suppression list, by what a test wished, by the simulator."""

from __future__ import annotations

from collections.abc import Collection

from emulators.ses.refused import bad_request
from emulators.ses.resources.suppression import SuppressionList
from emulators.ses.sending.fate import (
    COMPLAINT,
    FATES,
    HARD_BOUNCE,
    SPARED,
    Outcome,
    What,
    is_simulated,
    outcomes,
    simulated,
)
from emulators.shelf import Shelf

_PREFIX = "mailbox/"
_REASONS = {HARD_BOUNCE: "BOUNCE", COMPLAINT: "COMPLAINT"}


class Recipients:
    """The fates that tests give to addresses are on the shelf."""

    def __init__(self, shelf: Shelf, suppression: SuppressionList) -> None:
        self._shelf = shelf
        self._suppression = suppression
        self._given = {key: value.decode() for key, value in shelf.items(_PREFIX)}

    def give(self, address: str, fate: str) -> None:
        """From now on mail to the address fares as mail to that mailbox of the simulator does."""
        if fate not in FATES:
            raise bad_request(f"fate is one of {', '.join(FATES)}, not {fate!r}.")
        key = _PREFIX + address.lower()
        self._given[key] = fate
        self._shelf.put(key, fate.encode())

    def meet(
        self, destination: Collection[str], reasons: Collection[str], message_id: str
    ) -> list[Outcome]:
        """What happens to each, in order. `reasons` are those that put an address on the list.

        The simulator's own addresses are never put there: they may bounce again and again.
        """
        found = outcomes(destination, lambda address: self._fate(address, reasons))
        for outcome in found:
            reason = _REASONS.get((outcome.kind, outcome.detail))
            if reason in reasons and reason is not None:
                for address in outcome.recipients:
                    if not is_simulated(address):
                        self._suppression.add(address, reason, message_id)
        return found

    def _fate(self, address: str, reasons: Collection[str]) -> tuple[What, ...]:
        reason = self._suppression.reason_for(address)
        if reason is not None and reason in reasons:
            return SPARED[reason]
        given = self._given.get(_PREFIX + address.lower())
        return simulated(address) if given is None else FATES[given]
