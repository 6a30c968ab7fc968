"""Keep what nobody could handle, whole and with its reason, exactly once."""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Mapping
from dataclasses import dataclass

from shared.domain.delivery import DeadLetter
from shared.usecases.ports.world import Now
from shared.usecases.transaction import Session, Transactions

log = logging.getLogger(__name__)

BODY_BYTES_MAX = 700_000  # a document holds 1 MiB; a longer body is cut, its hash tells


@dataclass(frozen=True, slots=True)
class KeepDeadLetter:
    transactions: Transactions
    now: Now

    def __call__(
        self, *, source: str, reason: str, body: bytes, attributes: Mapping[str, str]
    ) -> None:
        """The same body from the same source is one letter, however often it comes.

        One that was replayed and comes back waits for a person again.
        """
        letter = DeadLetter(
            id=letter_id_of(source, body),
            source=source,
            reason=reason,
            body=_readable(body),
            attributes=dict(attributes),
            kept_at=self.now(),
        )

        def keep(session: Session) -> None:
            known = session.get(DeadLetter, letter.id)
            if known is None or known.replayed_at is not None:
                session.save(letter)

        self.transactions(keep)
        log.error(
            "dead letter kept", extra={"letter_id": letter.id, "source": source, "why": reason}
        )


def letter_id_of(source: str, body: bytes) -> str:
    return hashlib.sha256(source.encode() + b"\n" + body).hexdigest()[:32]


def _readable(body: bytes) -> str:
    """As text of at most `BODY_BYTES_MAX` bytes: what is escaped takes four times its room."""
    text = body.decode("utf-8", errors="backslashreplace")
    return text.encode()[:BODY_BYTES_MAX].decode("utf-8", errors="ignore")
