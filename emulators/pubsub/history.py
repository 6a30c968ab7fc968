"""Messages that are kept although nobody owes them: for a seek, by a snapshot or a topic."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from emulators.pubsub.journal import Journal
from emulators.pubsub.message import Message


class History:
    """The messages of one owner, on the shelf until they are dropped."""

    def __init__(self, owner: str, journal: Journal, restored: Iterable[Message] = ()) -> None:
        """`owner` is the full name of the topic, subscription or snapshot."""
        self._owner = owner
        self._journal = journal
        self._messages = {message.message_id: message for message in restored}

    def add(self, message: Message) -> None:
        self._messages[message.message_id] = message
        self._journal.keep_history(self._owner, message)

    def messages(self) -> list[Message]:
        """In the order of publication."""
        return [self._messages[message_id] for message_id in sorted(self._messages)]

    def drop(self, message_id: int) -> None:
        if self._messages.pop(message_id, None):
            self._journal.drop_history(self._owner, message_id)

    def drop_before(self, instant: datetime) -> None:
        """Drop what was published before, as far as it stands first: the rest goes later."""
        while self._messages:
            first = next(iter(self._messages.values()))
            if first.published_at >= instant:
                return
            self.drop(first.message_id)

    def clear(self) -> None:
        for message_id in tuple(self._messages):
            self.drop(message_id)
