"""What moto was told and took: told again after a restart, moto knows what it knew."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any, Self
from urllib.parse import unquote

from emulators.ses.wsgi import Call
from emulators.shelf import Shelf

_PREFIX = "call/"
_MAIL = "/v2/email/outbound-"
_NAMED_BY = {
    "identities": "EmailIdentity",
    "configuration-sets": "ConfigurationSetName",
    "contact-lists": "ContactListName",
    "contacts": "EmailAddress",
    "dedicated-ip-pools": "PoolName",
}
# Collections, and the member of a creation's body that becomes the last part of the address.


@dataclass(frozen=True, slots=True)
class _Entry:
    """`subject` is the address of what the call is about, not percent-encoded."""

    subject: str
    method: str
    path: str
    query: str
    body: str

    @classmethod
    def of(cls, call: Call) -> Self:
        body = call.body.decode()
        return cls(_subject(call, body), call.method, call.path, call.query, body)

    @classmethod
    def from_bytes(cls, value: bytes) -> Self:
        return cls(**json.loads(value))

    def to_bytes(self) -> bytes:
        return json.dumps({name: getattr(self, name) for name in self.__slots__}).encode()

    def call(self) -> Call:
        return Call(self.method, self.path, query=self.query, body=self.body.encode())


class Journal:
    """On the shelf. What is deleted leaves no trace, so it grows with what there is."""

    def __init__(self, shelf: Shelf) -> None:
        self._shelf = shelf
        self._entries: dict[str, _Entry] = {
            key: _Entry.from_bytes(value) for key, value in shelf.items(_PREFIX)
        }
        self._last = max((int(key.removeprefix(_PREFIX)) for key in self._entries), default=0)

    def has(self, subject: str) -> bool:
        return any(entry.subject == subject for entry in self._entries.values())

    def note(self, call: Call) -> None:
        """A call that moto took. Those that only ask change nothing and are not kept."""
        entry = _Entry.of(call)
        if call.method == "DELETE" and entry.subject.rpartition("/")[2] != "tags":
            self.forget(entry.subject)
        elif call.method in {"POST", "PUT", "DELETE"} and not _only_asks(entry.subject):
            self._drop({key for key, one in self._entries.items() if one == entry})
            self._add(entry)

    def forget(self, subject: str) -> None:
        """Also what is below it."""
        below = subject + "/"
        gone = {
            key
            for key, entry in self._entries.items()
            if entry.subject == subject or entry.subject.startswith(below)
        }
        self._drop(gone)

    def calls(self) -> list[Call]:
        return [entry.call() for entry in list(self._entries.values())]

    def _add(self, entry: _Entry) -> None:
        self._last += 1
        key = f"{_PREFIX}{self._last:>012}"
        self._entries[key] = entry
        self._shelf.put(key, entry.to_bytes())

    def _drop(self, keys: set[str]) -> None:
        for key in keys:
            del self._entries[key]
            self._shelf.delete(key)


def _only_asks(subject: str) -> bool:
    """Lists are asked for by POST as well. Messages are the outbox's to keep."""
    return "/list" in subject or subject.startswith(_MAIL)


def _subject(call: Call, body: str) -> str:
    path = unquote(call.path)
    member = _NAMED_BY.get(path.rpartition("/")[2])
    if call.method != "POST" or member is None:
        return path
    found: dict[str, Any] = json.loads(body)
    return f"{path}/{found.get(member, '')}"
