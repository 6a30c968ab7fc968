"""One lock for each document, handed on in the order in which it was asked for."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable

from emulators.firestore.transactions.waiting import Owner, Wait, WaitingRoom


class _Queue:
    def __init__(self, holder: Owner) -> None:
        self.holder = holder
        self.waits: deque[Wait] = deque()


class DocumentLocks:
    """Locks are on names: a document that does not exist can be locked too."""

    def __init__(self, waiting_room: WaitingRoom) -> None:
        self._waiting_room = waiting_room
        self._queues: dict[str, _Queue] = {}

    async def take(self, owner: Owner, names: Iterable[str]) -> bool:
        """Take every lock, in one order for all. True if that meant waiting."""
        waited = False
        for name in sorted(names):
            queue = self._queues.get(name)
            if queue is None:
                self._queues[name] = _Queue(owner)
                owner.held.add(name)
            elif queue.holder is not owner:
                await self._wait_in(queue, owner)
                waited = True
        return waited

    async def outlast(self, owner: Owner, other: Owner) -> None:
        """Wait until `other` has released everything."""
        wait = self._waiting_room.enter(owner, lambda: other)
        other.followers.append(wait)
        await self._waiting_room.sit(wait)

    def release(self, owner: Owner) -> None:
        """Give up every lock, and let those go on who waited for that."""
        for name in owner.held:
            self._pass_on(name)
        owner.held.clear()
        for wait in owner.followers:
            wait.grant()
        owner.followers.clear()

    async def _wait_in(self, queue: _Queue, owner: Owner) -> None:
        wait = self._waiting_room.enter(owner, lambda: queue.holder)
        queue.waits.append(wait)
        await self._waiting_room.sit(wait)

    def _pass_on(self, name: str) -> None:
        """To the first who still waits; and to it alone, however often it asked."""
        queue = self._queues[name]
        waiting = deque(wait for wait in queue.waits if not wait.granted.done())
        if not waiting:
            del self._queues[name]
            return
        queue.holder = waiting[0].owner
        queue.holder.held.add(name)
        for wait in waiting:
            if wait.owner is queue.holder:
                wait.grant()
        queue.waits = deque(wait for wait in waiting if wait.owner is not queue.holder)
