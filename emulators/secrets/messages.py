"""The plain protobuf classes of the Secret Manager API, faster than their proto-plus wrappers."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any, TypeAlias

from google.cloud.secretmanager_v1 import types

Message: TypeAlias = Any

Secret = types.Secret.pb()
SecretVersion = types.SecretVersion.pb()
ListSecretsResponse = types.ListSecretsResponse.pb()
ListSecretVersionsResponse = types.ListSecretVersionsResponse.pb()
AccessSecretVersionResponse = types.AccessSecretVersionResponse.pb()

ENABLED = int(types.SecretVersion.State.ENABLED)
DISABLED = int(types.SecretVersion.State.DISABLED)
DESTROYED = int(types.SecretVersion.State.DESTROYED)


def state_name(version: Message) -> str:
    return str(types.SecretVersion.State(version.state).name)


def instant(timestamp: Message) -> datetime:
    """Read a `Timestamp` as UTC, to the microsecond."""
    read: datetime = timestamp.ToDatetime(tzinfo=UTC)
    return read
