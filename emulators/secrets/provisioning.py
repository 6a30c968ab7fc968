"""The secrets of a deployment."""

from __future__ import annotations

from collections.abc import Sequence

from google.cloud.secretmanager_v1 import types

from emulators.secrets.messages import ENABLED, Secret
from emulators.secrets.names import secret_name
from emulators.secrets.secrets import Secrets
from emulators.secrets.versions import Versions

_Payload = types.SecretPayload.pb()


def provision_secret(
    secrets: Secrets, versions: Versions, parent: str, secret_id: str, payloads: Sequence[bytes]
) -> None:
    """Create the secret and add what it has not had as many times yet; the last ends up latest."""
    name = secret_name(parent, secret_id)
    if secrets.find(name) is None:
        asked = Secret()
        asked.replication.automatic.SetInParent()
        secrets.create(parent, secret_id, asked)
    held = [
        versions.payload(version) if version.state == ENABLED else None
        for version in versions.of_secret(name)
    ]
    for payload in _missing(held, payloads):
        versions.add(name, _Payload(data=payload))


def _missing(held: Sequence[bytes | None], planned: Sequence[bytes]) -> Sequence[bytes]:
    """Go on where the held versions are the first of the planned; else add the last planned."""
    if list(held) == list(planned[: len(held)]):
        return planned[len(held) :]
    is_latest = bool(held and planned and held[-1] == planned[-1])
    return () if is_latest else planned[-1:]
