"""One open transaction and the id its client knows it by."""

from __future__ import annotations

from datetime import datetime

from emulators.firestore.storage.database import Database
from emulators.firestore.transactions.views import View
from emulators.firestore.transactions.waiting import Owner
from emulators.google_apis.refused import Refused, invalid

_SENIORITY_BYTES = 8
_ID_BYTES = 16


class Transaction(Owner):
    """Its view is set by whoever opens it."""

    view: View

    def __init__(self, id_: bytes, database: Database, begun_at: datetime) -> None:
        super().__init__(seniority_of(id_))
        self.id = id_
        self.database = database
        self.begun_at = begun_at
        self.used_at = begun_at
        self.requests_under_way = 0
        self.is_read_only = False


def make_id(seniority: int, random_bytes: bytes) -> bytes:
    """The id carries the seniority, so that a retry can inherit it from the id alone."""
    return (
        seniority.to_bytes(_SENIORITY_BYTES, "big") + random_bytes[: _ID_BYTES - _SENIORITY_BYTES]
    )


def seniority_of(id_: bytes) -> int:
    """The order in which transactions first began, retries counting from their first attempt."""
    if len(id_) != _ID_BYTES:
        raise invalid("Invalid transaction.")
    return int.from_bytes(id_[:_SENIORITY_BYTES], "big")


def closed() -> Refused:
    """Client libraries know this sentence, and begin again on it."""
    return invalid("The referenced transaction has expired or is no longer valid.")
