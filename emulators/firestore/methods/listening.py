"""Listen: documents and queries, watched over one stream."""

from __future__ import annotations

from collections.abc import AsyncGenerator, AsyncIterator

from google.cloud.firestore_v1.types import firestore

from emulators.clock.clock import Clock
from emulators.firestore.indexes.plan import Planner
from emulators.firestore.methods.answering import Methods, bidi_stream
from emulators.firestore.storage.databases import Databases
from emulators.firestore.watching.session import Session
from emulators.firestore.wire import Request, Response


class Listening:
    def __init__(self, databases: Databases, clock: Clock, planner: Planner) -> None:
        self._databases = databases
        self._clock = clock
        self._planner = planner

    def methods(self) -> Methods:
        return {"Listen": bidi_stream(self.listen, firestore.ListenRequest)}

    def listen(self, requests: AsyncIterator[Request]) -> AsyncGenerator[Response, None]:
        return Session(self._databases, self._clock, self._planner).responses(requests)
