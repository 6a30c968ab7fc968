"""Where a version is replicated to, and with which keys: what its secret says, and nowhere."""

from __future__ import annotations

from emulators.secrets.messages import Message


def replicated(secret: Message, version: Message) -> None:
    """Set the new version's `replication_status`, as if all copies were made."""
    if secret.HasField("customer_managed_encryption"):
        _set_key(secret, version)
    kind = secret.replication.WhichOneof("replication")
    if kind == "automatic":
        version.replication_status.automatic.SetInParent()
        _set_key(secret.replication.automatic, version.replication_status.automatic)
    if kind == "user_managed":
        for replica in secret.replication.user_managed.replicas:
            status = version.replication_status.user_managed.replicas.add(location=replica.location)
            _set_key(replica, status)


def _set_key(place: Message, status: Message) -> None:
    """A key is in its first version here, always."""
    if place.HasField("customer_managed_encryption"):
        key = place.customer_managed_encryption.kms_key_name
        status.customer_managed_encryption.kms_key_version_name = f"{key}/cryptoKeyVersions/1"
