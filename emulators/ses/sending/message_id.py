"""The id that SES answers with: a region, an instant and a number, as Amazon writes them."""

from __future__ import annotations

import uuid
from datetime import datetime

from emulators.ses.arn import Place

_REGION = "0110"  # which number stands for which region, Amazon does not say


def message_id(place: Place, outbox_id: str, sent_at: datetime) -> str:
    """It says nothing to its readers, but no two messages have the same."""
    milliseconds = int(sent_at.timestamp() * 1000)
    number = uuid.uuid5(uuid.NAMESPACE_URL, place.identity_arn(f"{outbox_id}@{milliseconds}"))
    return f"{_REGION}{milliseconds:012x}-{number}-000000"
