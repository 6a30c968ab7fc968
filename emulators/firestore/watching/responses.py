"""The responses of Listen."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from google.cloud.firestore_v1.types import firestore

from emulators.firestore.storage.instants import Micros, timestamp_of
from emulators.firestore.watching.bloom_filter import bloom_filter_of
from emulators.firestore.watching.resuming import token_of
from emulators.firestore.watching.target import Target
from emulators.firestore.wire import Document, Response
from emulators.google_apis.refused import Refused

make_listen_response: Callable[..., Response] = firestore.ListenResponse.pb()
_Type = firestore.TargetChange.TargetChangeType


def added(target_id: int) -> Response:
    change = {"target_change_type": _Type.ADD, "target_ids": [target_id]}
    return make_listen_response(target_change=change)


def removed(target_id: int, cause: Refused | None = None) -> Response:
    response = make_listen_response()
    change = response.target_change
    change.target_change_type = _Type.REMOVE
    change.target_ids.append(target_id)
    if cause is not None:
        change.cause.code, change.cause.message = cause.code.value[0], cause.message
    return response


@dataclass(frozen=True, slots=True)
class Moment:
    """Responses that say how things are at one instant."""

    at: Micros

    def reset(self, target_id: int) -> Response:
        return self._target_change(_Type.RESET, [target_id])

    def current(self, target_id: int) -> Response:
        return self._target_change(_Type.CURRENT, [target_id])

    def consistent(self) -> Response:
        """All targets of the stream are as they were at this instant."""
        return self._target_change(_Type.NO_CHANGE, [])

    def changed(self, document: Document, joined: list[int], left: list[int]) -> Response:
        change = {"document": document, "target_ids": joined, "removed_target_ids": left}
        return make_listen_response(document_change=change)

    def deleted(self, name: str, left: list[int]) -> Response:
        return make_listen_response(document_delete=self._gone(name, left))

    def out_of_view(self, name: str, left: list[int]) -> Response:
        return make_listen_response(document_remove=self._gone(name, left))

    def existence_filter(self, target_id: int, target: Target) -> Response:
        names = target.names()
        digest = {
            "target_id": target_id,
            "count": len(names),
            "unchanged_names": bloom_filter_of(names),
        }
        return make_listen_response(filter=digest)

    def _target_change(self, type_: int, target_ids: Sequence[int]) -> Response:
        change = {
            "target_change_type": type_,
            "target_ids": target_ids,
            "resume_token": token_of(self.at),
            "read_time": timestamp_of(self.at),
        }
        return make_listen_response(target_change=change)

    def _gone(self, name: str, left: list[int]) -> dict[str, object]:
        return {
            "document": name,
            "removed_target_ids": left,
            "read_time": timestamp_of(self.at),
        }
