"""Firestore behind the `Database` port: one batch read, one guarded commit, no locks."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeVar

from google.api_core import exceptions as gax
from google.api_core.retry import Retry, if_exception_type
from google.cloud import firestore
from google.cloud.firestore_v1.base_query import FieldFilter

from shared.adapters.firestore.codec import COLLECTIONS, from_document, plain_value, to_document
from shared.adapters.firestore.examining import examined
from shared.adapters.google_failures import UNCLEAR
from shared.domain.errors import Broken
from shared.usecases.ports.database import (
    Create,
    Key,
    Put,
    Query,
    R,
    Replace,
    Unreadable,
    Versioned,
    Write,
)
from shared.usecases.ports.failures import LostRace, Unavailable

T = TypeVar("T")

TIMEOUT_SECONDS = 5.0

# Not None: when an answer breaks off, `Query.stream` asks its Retry without looking for one.
_NO_RETRY = Retry(predicate=if_exception_type())

# A commit that fails like this was refused as a whole: somebody was there before us.
_LOST_RACE = (gax.AlreadyExists, gax.NotFound, gax.FailedPrecondition, gax.Aborted)


@dataclass(frozen=True, slots=True)
class _Seen:
    """A version: when the document was written, and what it then said."""

    written_at: object
    document: dict[str, Any] = field(compare=False, repr=False)

    def unlike(self, document: dict[str, Any]) -> dict[str, Any]:
        """The fields of `document` that do not stand there yet; all, if all of them do."""
        missing = object()
        before = self.document
        changed = {
            name: value for name, value in document.items() if before.get(name, missing) != value
        }
        return changed or document


class FirestoreDatabase:
    """Every call is one attempt with its own timeout; repeating is the transaction runner's."""

    def __init__(self, client: firestore.Client) -> None:
        self._client = client

    def read(self, keys: Sequence[Key[Any]]) -> list[Versioned[Any] | None]:
        references = [self._reference(key.kind, key.id) for key in keys]
        found = _ask(
            lambda: list(self._client.get_all(references, retry=None, timeout=TIMEOUT_SECONDS))
        )
        by_path = {snapshot.reference.path: snapshot for snapshot in found}
        return [
            _versioned(key.kind, by_path[reference.path])
            for key, reference in zip(keys, references, strict=True)
        ]

    def commit(self, writes: Sequence[Write]) -> None:
        batch = self._client.batch()
        for write in writes:
            self._add(batch, write)
        try:
            _ask(lambda: batch.commit(retry=None, timeout=TIMEOUT_SECONDS))
        except _LOST_RACE as error:
            if all(isinstance(write, Put) for write in writes):
                # It has no race to lose: others merely held the documents for too long.
                raise Unavailable(str(error)) from error
            raise LostRace(str(error)) from error

    def find(self, query: Query[R]) -> list[R]:
        return [found.record for found in self._find(query)]

    def find_versioned(self, query: Query[R]) -> list[Versioned[R]]:
        return list(self._find(query))

    def scan(self, kind: type[R]) -> Iterator[R]:
        return (found.record for found in self._find(Query(kind)))

    def examine(self, kind: type[R]) -> Iterator[R | Unreadable]:
        for snapshot in self._snapshots(Query(kind)):
            yield examined(kind, snapshot.id, snapshot.to_dict() or {})

    def _find(self, query: Query[R]) -> Iterator[Versioned[R]]:
        for snapshot in self._snapshots(query):
            yield _of(query.kind, snapshot)

    def _snapshots(self, query: Query[R]) -> list[firestore.DocumentSnapshot[Any]]:
        ask: Any = self._client.collection(COLLECTIONS[query.kind])
        for name, operator, value in query.where:
            ask = ask.where(filter=FieldFilter(name, operator, plain_value(value)))
        if query.order_by is not None:
            ask = ask.order_by(query.order_by)
        if query.limit_max is not None:
            ask = ask.limit(query.limit_max)
        return _ask(lambda: list(ask.stream(retry=_NO_RETRY, timeout=TIMEOUT_SECONDS)))

    def _add(self, batch: firestore.WriteBatch, write: Write) -> None:
        reference = self._reference(type(write.record), write.record.id)
        document = to_document(write.record)
        match write:
            case Create():
                batch.create(reference, document)
            case Put():
                batch.set(reference, document)
            case Replace(version=_Seen() as seen):
                # The rest stands there already: encoding it would be most of the work.
                unchanged = self._client.write_option(last_update_time=seen.written_at)
                batch.update(reference, seen.unlike(document), option=unchanged)
            case Replace():
                raise Broken(f"{write.record.id} has a version that was not read here")

    def _reference(self, kind: type[Any], record_id: str) -> firestore.DocumentReference:
        return self._client.collection(COLLECTIONS[kind]).document(record_id)


def _versioned(kind: type[R], snapshot: firestore.DocumentSnapshot[Any]) -> Versioned[R] | None:
    return _of(kind, snapshot) if snapshot.exists else None


def _of(kind: type[R], snapshot: firestore.DocumentSnapshot[Any]) -> Versioned[R]:
    document = snapshot.to_dict() or {}
    return Versioned(from_document(kind, document), _Seen(snapshot.update_time, document))


def _ask(call: Callable[[], T]) -> T:
    try:
        return call()
    except UNCLEAR as error:
        raise Unavailable(str(error)) from error
