"""The secrets of all projects: what may be done with them, short of their versions."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from google.protobuf.field_mask_pb2 import FieldMask

from emulators.clock.clock import Clock
from emulators.google_apis.refused import already_exists, invalid, not_found
from emulators.secrets.deadlines import Deadlines
from emulators.secrets.etags import Etags, check_etag
from emulators.secrets.messages import Message, Secret, instant
from emulators.secrets.names import check_parent, parent_of, secret_name
from emulators.secrets.records import Records
from emulators.secrets.secret_settings import complete_secret

_EXPIRATION = frozenset({"ttl", "expire_time"})
_IMMUTABLE = frozenset({"name", "replication", "create_time", "secret_type", "tags"})


class Secrets:
    def __init__(self, *, clock: Clock, records: Records, etags: Etags) -> None:
        self._clock = clock
        self._records = records
        self._etags = etags
        self._forget: list[Callable[[str], None]] = []
        self._secrets = {secret.name: secret for secret in records.secrets()}
        self._expiry = Deadlines(clock, self._remove)
        for secret in self._secrets.values():
            self._set_expiry(secret)

    def start(self) -> None:
        """Let secrets expire from now on."""
        self._expiry.start()

    def stop(self) -> None:
        self._expiry.stop()

    def on_delete(self, forget: Callable[[str], None]) -> None:
        """Have `forget` told the name of each secret that is gone."""
        self._forget.append(forget)

    def of_parent(self, parent: str) -> list[Message]:
        """Return the secrets of a project or of a location."""
        check_parent(parent)
        return [secret for name, secret in self._secrets.items() if parent_of(name) == parent]

    def get(self, name: str) -> Message:
        parent_of(name)
        secret = self._secrets.get(name)
        if secret is None:
            raise not_found(f"Secret [{name}] not found.")
        return secret

    def find(self, name: str) -> Message | None:
        return self._secrets.get(name)

    def create(self, parent: str, secret_id: str, asked: Message) -> Message:
        name = secret_name(parent, secret_id)
        if name in self._secrets:
            raise already_exists(f"Secret [{name}] already exists.")
        secret = Secret()
        secret.CopyFrom(asked)
        secret.name = name
        complete_secret(secret, self._clock.now())
        _check_aliased(secret.version_aliases, set())
        secret.create_time.FromDatetime(self._clock.now())
        return self._save(secret)

    def update(self, asked: Message, mask: Message, numbers: set[int]) -> Message:
        """Set what `mask` names; `numbers` are those of the versions there are."""
        current = self.get(asked.name)
        check_etag(asked.etag, current)
        if not mask.paths:
            raise invalid("Field [update_mask] is required.")
        for path in mask.paths:
            _check_path(path)
        secret = Secret()
        secret.CopyFrom(current)
        if _EXPIRATION & set(mask.paths):
            secret.ClearField("expire_time")
        mask.MergeMessage(asked, secret, replace_message_field=True, replace_repeated_field=True)
        complete_secret(secret, self._clock.now())
        _check_aliased(secret.version_aliases, numbers)
        return self._save(secret)

    def delete(self, name: str, etag: str) -> None:
        check_etag(etag, self.get(name))
        self._remove(name)

    def _save(self, secret: Message) -> Message:
        self._etags.renew(secret)
        self._secrets[secret.name] = secret
        self._records.save_secret(secret)
        self._set_expiry(secret)
        return secret

    def _set_expiry(self, secret: Message) -> None:
        self._expiry.drop(secret.name)
        if secret.HasField("expire_time"):
            self._expiry.set(secret.name, instant(secret.expire_time))

    def _remove(self, name: str) -> None:
        del self._secrets[name]
        self._expiry.drop(name)
        self._records.forget_secret(name)
        for forget in self._forget:
            forget(name)


def _check_path(path: str) -> None:
    if not FieldMask(paths=[path]).IsValidForDescriptor(Secret.DESCRIPTOR):
        raise invalid(f"The update mask names no field of a secret: [{path}].")
    if path.partition(".")[0] in _IMMUTABLE:
        raise invalid(f"Field [secret.{path}] is immutable.")


def _check_aliased(aliases: Mapping[str, int], numbers: set[int]) -> None:
    for alias, number in aliases.items():
        if number not in numbers:
            raise invalid(
                f"The version alias [{alias}] is of version [{number}], which is not there."
            )
