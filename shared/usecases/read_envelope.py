"""One of our own events, as another function published it."""

from __future__ import annotations

from pydantic import ValidationError

from shared.domain.errors import NotYet, Refused
from shared.events.commerce import ENVELOPE, ENVELOPE_HEAD, SCHEMA_VERSION, Envelope


class EnvelopeUnreadable(Refused):
    """The message is no event of ours."""


class EnvelopeNewer(NotYet):
    """Written by a newer release; ours may be a rollback in progress."""


def read_envelope(body: bytes) -> Envelope:
    try:
        head = ENVELOPE_HEAD.validate_json(body)
        if head.schema_version > SCHEMA_VERSION:
            raise EnvelopeNewer(f"{head.id} has schema version {head.schema_version}")
        if head.schema_version < 1:
            raise EnvelopeUnreadable(f"{head.id} has no valid schema version")
        return ENVELOPE.validate_json(body)
    except ValidationError as error:
        raise EnvelopeUnreadable("not an event envelope") from error
