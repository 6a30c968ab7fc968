"""How secrets, their versions and the payloads of these are written to the shelf."""

from __future__ import annotations

from collections.abc import Iterator

from emulators.secrets.messages import Message, Secret, SecretVersion
from emulators.shelf import Shelf

_SECRET = "secret:"  # noqa: S105 - a prefix of keys
_VERSION = "version:"
_PAYLOAD = "payload:"


class Records:
    def __init__(self, shelf: Shelf) -> None:
        self._shelf = shelf

    def save_secret(self, secret: Message) -> None:
        self._shelf.put(_SECRET + secret.name, secret.SerializeToString())

    def forget_secret(self, name: str) -> None:
        self._shelf.delete(_SECRET + name)

    def secrets(self) -> Iterator[Message]:
        for _, value in self._under(_SECRET):
            yield Secret.FromString(value)

    def save_version(self, version: Message) -> None:
        self._shelf.put(_VERSION + version.name, version.SerializeToString())

    def forget_version(self, name: str) -> None:
        self._shelf.delete(_VERSION + name)
        self.forget_payload(name)

    def versions(self) -> Iterator[Message]:
        for _, value in self._under(_VERSION):
            yield SecretVersion.FromString(value)

    def save_payload(self, name: str, payload: bytes) -> None:
        self._shelf.put(_PAYLOAD + name, payload)

    def forget_payload(self, name: str) -> None:
        self._shelf.delete(_PAYLOAD + name)

    def payloads(self) -> dict[str, bytes]:
        return dict(self._under(_PAYLOAD))

    def _under(self, prefix: str) -> Iterator[tuple[str, bytes]]:
        for key, value in self._shelf.items(prefix):
            yield key.removeprefix(prefix), value
