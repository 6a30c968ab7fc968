"""Who can be reached over Peppol."""

from __future__ import annotations

import re

_PARTICIPANT = re.compile(r"[0-9]{4}:[A-Za-z0-9.:-]{1,50}", re.ASCII)


def is_participant_id(text: str) -> bool:
    """By its shape: a scheme, and an identifier under it, such as `0007:5566778899`.

    Whether anybody is registered under it, only the network can tell.
    """
    return _PARTICIPANT.fullmatch(text) is not None
