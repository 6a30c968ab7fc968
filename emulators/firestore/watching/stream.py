"""Everything one client watches over one stream of Listen."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass, field

from emulators.firestore.indexes.plan import Planner
from emulators.firestore.queries.query import query_of
from emulators.firestore.storage.database import Database
from emulators.firestore.storage.names import check_document_name, database_of_parent
from emulators.firestore.watching.documents_target import DocumentsTarget
from emulators.firestore.watching.query_target import QueryTarget
from emulators.firestore.watching.responses import Moment, added, removed
from emulators.firestore.watching.resuming import Beginning, Resumable, resume
from emulators.firestore.watching.target import Change, Target
from emulators.firestore.wire import Document, Request, Response
from emulators.google_apis.refused import Refused, invalid


@dataclass(slots=True)
class _Newcomer:
    target_id: int
    beginning: Beginning
    once: bool


@dataclass(slots=True)
class _News:
    """One document, for all targets."""

    document: Document | None
    joined: list[int] = field(default_factory=list)
    left: list[int] = field(default_factory=list)
    out_of_view: list[int] = field(default_factory=list)

    def add(self, target_id: int, change: Change) -> None:
        if change.is_shown:
            self.joined.append(target_id)
        elif change.is_new_version:
            self.left.append(target_id)
        else:
            self.out_of_view.append(target_id)


class Stream:
    def __init__(self, database: Database, planner: Planner) -> None:
        self._database = database
        self._planner = planner
        self._targets: dict[int, Target] = {}
        self._newcomers: list[_Newcomer] = []
        self._changed: set[str] = set()
        self._assigned_count = 0

    def note(self, names: Collection[str]) -> None:
        """These documents have changed. Until `news` is asked for, changes to one add up."""
        if self._targets:
            self._changed.update(names)

    def obey(self, request: Request) -> Iterator[Response]:
        """Add or remove a target."""
        if request.database and request.database != self._database.name:
            raise invalid("All requests of a stream must name the same database.")
        kind = request.WhichOneof("target_change")
        if kind == "add_target":
            yield from self._add(request.add_target)
        elif kind != "remove_target":
            raise invalid("Neither add_target nor remove_target is set.")
        elif self._targets.pop(request.remove_target, None) is not None:
            yield removed(request.remove_target)

    def news(self) -> Iterator[Response]:
        """What has changed since the last time, up to one instant; nothing if nothing has."""
        moment = Moment(self._database.instants.for_read())
        newcomers = [each for each in self._newcomers if each.target_id in self._targets]
        collected = self._collect({each.target_id for each in newcomers})
        self._changed, self._newcomers = set(), []
        for newcomer in newcomers:
            if newcomer.beginning is Beginning.RESET:
                yield moment.reset(newcomer.target_id)
        for name, news in collected.items():
            yield from _told(moment, name, news)
        for newcomer in newcomers:
            yield from self._made_current(moment, newcomer)
        if collected or newcomers:
            yield moment.consistent()
        for newcomer in newcomers:
            if newcomer.once and self._targets.pop(newcomer.target_id, None) is not None:
                yield removed(newcomer.target_id)

    def heartbeat(self) -> Iterator[Response]:
        """A newer token to resume from, though nothing has changed."""
        if self._targets:
            yield Moment(self._database.instants.for_read()).consistent()

    def _collect(self, new_ids: Collection[int]) -> dict[str, _News]:
        collected: dict[str, _News] = {}
        for target_id, target in self._targets.items():
            changes = target.look() if target_id in new_ids else target.look_at(self._changed)
            for change in changes:
                news = collected.setdefault(change.name, _News(change.document))
                news.add(target_id, change)
        return collected

    def _made_current(self, moment: Moment, newcomer: _Newcomer) -> Iterator[Response]:
        target = self._targets.get(newcomer.target_id)
        if target is not None and newcomer.beginning is Beginning.COUNTED:
            yield moment.existence_filter(newcomer.target_id, target)
        yield moment.current(newcomer.target_id)

    def _add(self, message: Request) -> Iterator[Response]:
        target_id = self._id_for(message)
        yield added(target_id)
        try:
            if self._assigned_count and message.target_id:
                raise invalid("Once a target without an ID was added, none may have one.")
            target = self._target(message)
            beginning = resume(target, message)
        except Refused as refusal:
            yield removed(target_id, refusal)
            return
        self._targets[target_id] = target
        self._newcomers.append(_Newcomer(target_id, beginning, message.once))

    def _id_for(self, message: Request) -> int:
        if message.target_id < 0:
            raise invalid("Target ID must be positive.")
        if message.target_id in self._targets:
            raise invalid(f"Target ID {message.target_id} is already in use on this stream.")
        if message.target_id:
            chosen: int = message.target_id
            return chosen
        self._assigned_count += 1
        while self._assigned_count in self._targets:
            self._assigned_count += 1
        return self._assigned_count

    def _target(self, message: Request) -> Resumable:
        kind = message.WhichOneof("target_type")
        if kind == "documents":
            names = message.documents.documents
            for name in names:
                check_document_name(name, self._database.name)
            return DocumentsTarget(self._database, names)
        if kind != "query":
            raise invalid("The target type is not set.")
        parent, structured = message.query.parent, message.query.structured_query
        if database_of_parent(parent) != self._database.name:
            raise invalid(f'Parent "{parent}" is not in the database "{self._database.name}".')
        if structured.HasField("find_nearest"):
            raise invalid("A vector search cannot be listened to.")
        query = query_of(parent, structured)
        self._planner.check(query)
        return QueryTarget(self._database, query)


def _told(moment: Moment, name: str, news: _News) -> Iterator[Response]:
    if news.document is None:
        yield moment.deleted(name, [*news.left, *news.out_of_view])
        return
    if news.joined or news.left:
        yield moment.changed(news.document, news.joined, news.left)
    if news.out_of_view:
        yield moment.out_of_view(name, news.out_of_view)
