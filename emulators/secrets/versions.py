"""The versions of all secrets: their states and their payloads."""

from __future__ import annotations

from datetime import timedelta

import google_crc32c

from emulators.clock.clock import Clock
from emulators.google_apis.refused import Refused, failed_precondition, invalid, not_found
from emulators.secrets.deadlines import Deadlines
from emulators.secrets.etags import Etags, check_etag
from emulators.secrets.messages import (
    DESTROYED,
    DISABLED,
    ENABLED,
    Message,
    SecretVersion,
    instant,
    state_name,
)
from emulators.secrets.names import version_name
from emulators.secrets.records import Records
from emulators.secrets.replication import replicated
from emulators.secrets.secrets import Secrets

PAYLOAD_MAX_BYTES = 64 * 1024
_LATEST = "latest"


class Versions:
    """A secret's versions are numbered from one."""

    def __init__(self, *, clock: Clock, records: Records, etags: Etags, secrets: Secrets) -> None:
        self._clock = clock
        self._records = records
        self._etags = etags
        self._secrets = secrets
        self._payloads = records.payloads()
        self._numbered: dict[str, dict[int, Message]] = {}
        self._destruction = Deadlines(clock, self._destroy_now)
        for version in records.versions():
            self._restore(version)
        secrets.on_delete(self._forget)

    def start(self) -> None:
        """Let versions be destroyed when their time comes."""
        self._destruction.start()

    def stop(self) -> None:
        self._destruction.stop()

    def numbers(self, secret: str) -> set[int]:
        return set(self._numbered.get(secret, {}))

    def of_secret(self, secret: str) -> list[Message]:
        """Return the versions, oldest first."""
        self._secrets.get(secret)
        return [version for _, version in sorted(self._numbered.get(secret, {}).items())]

    def payload(self, version: Message) -> bytes:
        """Return what the version holds; only an enabled one may be read."""
        if version.state != ENABLED:
            raise _wrong_state(version)
        return self._payloads[version.name]

    def add(self, secret_name: str, payload: Message) -> Message:
        secret = self._secrets.get(secret_name)
        _check_payload(payload)
        numbered = self._numbered.setdefault(secret_name, {})
        number = max(numbered, default=0) + 1
        version = SecretVersion(name=f"{secret_name}/versions/{number}", state=ENABLED)
        version.create_time.FromDatetime(self._clock.now())
        version.client_specified_payload_checksum = payload.HasField("data_crc32c")
        replicated(secret, version)
        numbered[number] = version
        self._payloads[version.name] = payload.data
        self._records.save_payload(version.name, payload.data)
        return self._save(version)

    def find(self, name: str) -> Message:
        """Return the version of that number or alias, or the latest."""
        asked = version_name(name)
        secret = self._secrets.find(asked.secret)
        numbered = self._numbered.get(asked.secret, {})
        if asked.version == _LATEST:
            if secret is None or not numbered:
                raise not_found(f"Secret [{asked.secret}] not found or has no versions.")
            return numbered[max(numbered)]
        if secret is not None and asked.version in secret.version_aliases:
            return numbered[secret.version_aliases[asked.version]]
        return self._numbered_version(name)

    def enable(self, name: str, etag: str) -> Message:
        """Enable a version; one that waits for its destruction is spared."""
        version = self._changeable(name, etag)
        version.state = ENABLED
        self._destruction.drop(name)
        version.ClearField("scheduled_destroy_time")
        return self._save(version)

    def disable(self, name: str, etag: str) -> Message:
        version = self._changeable(name, etag)
        version.state = DISABLED
        return self._save(version)

    def destroy(self, name: str, etag: str) -> Message:
        """Destroy a version, or disable it until its secret's time for second thoughts is over."""
        version = self._changeable(name, etag)
        secret = self._secrets.get(version_name(name).secret)
        delay: timedelta = secret.version_destroy_ttl.ToTimedelta()
        if not delay:
            self._destroy_now(name)
            return version
        version.state = DISABLED
        version.scheduled_destroy_time.FromDatetime(self._clock.now() + delay)
        self._destruction.set(name, instant(version.scheduled_destroy_time))
        return self._save(version)

    def _changeable(self, name: str, etag: str) -> Message:
        version = self._numbered_version(name)
        check_etag(etag, version)
        if version.state == DESTROYED:
            raise _wrong_state(version)
        return version

    def _numbered_version(self, name: str) -> Message:
        asked = version_name(name)
        if not asked.version.isdecimal():
            raise _no_version(name)
        version = self._numbered.get(asked.secret, {}).get(int(asked.version))
        if version is None:
            raise _no_version(name)
        return version

    def _destroy_now(self, name: str) -> None:
        version = self._numbered_version(name)
        version.state = DESTROYED
        version.destroy_time.FromDatetime(self._clock.now())
        version.ClearField("scheduled_destroy_time")
        del self._payloads[name]
        self._records.forget_payload(name)
        self._save(version)

    def _save(self, version: Message) -> Message:
        self._etags.renew(version)
        self._records.save_version(version)
        return version

    def _restore(self, version: Message) -> None:
        asked = version_name(version.name)
        self._numbered.setdefault(asked.secret, {})[int(asked.version)] = version
        if version.HasField("scheduled_destroy_time"):
            self._destruction.set(version.name, instant(version.scheduled_destroy_time))

    def _forget(self, secret: str) -> None:
        for version in self._numbered.pop(secret, {}).values():
            self._payloads.pop(version.name, None)
            self._destruction.drop(version.name)
            self._records.forget_version(version.name)


def _check_payload(payload: Message) -> None:
    if not payload.data:
        raise invalid("Field [payload] is required.")
    if len(payload.data) > PAYLOAD_MAX_BYTES:
        raise invalid(f"The payload must be at most {PAYLOAD_MAX_BYTES} bytes.")
    checksum = google_crc32c.value(payload.data)
    if payload.HasField("data_crc32c") and payload.data_crc32c != checksum:
        raise invalid(
            f"The payload's checksum is [{checksum}], not [{payload.data_crc32c}] as specified."
        )


def _no_version(name: str) -> Refused:
    return not_found(f"Secret Version [{name}] not found.")


def _wrong_state(version: Message) -> Refused:
    return failed_precondition(
        f"Secret Version [{version.name}] is in {state_name(version)} state."
    )
