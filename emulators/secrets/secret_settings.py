"""What a secret must look like, and what becomes of its time to live."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime, timedelta

from emulators.google_apis.refused import invalid
from emulators.secrets.messages import Message, instant
from emulators.secrets.names import is_regional

LABELS_MAX = 64
ALIASES_MAX = 50
TOPICS_MAX = 10
ANNOTATIONS_MAX_BYTES = 16 * 1024
LONGEST = timedelta(seconds=3_153_600_000)  # a hundred years
SHORTEST_ROTATION_PERIOD = timedelta(hours=1)
SOONEST_ROTATION = timedelta(minutes=5)
SHORTEST_DESTROY_TTL = timedelta(days=1)
LONGEST_DESTROY_TTL = timedelta(days=1000)
_LABEL_KEY = re.compile(r"[^\W\d_A-Z](?:[^\WA-Z]|-){0,62}")
_LABEL_VALUE = re.compile(r"(?:[^\WA-Z]|-){0,63}")
_ANNOTATION_KEY = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9_.-]{0,61}[A-Za-z0-9])?")
_ALIAS = re.compile(r"[A-Za-z][A-Za-z0-9_-]{0,62}")
_RESERVED_ALIASES = frozenset({"latest", "NEW"})
_TOPIC = re.compile(r"projects/[^/]+/topics/[^/]+")


def complete_secret(secret: Message, now: datetime) -> None:
    """Check a secret, which already has its name, and turn a `ttl` into an `expire_time`."""
    _check_replication(secret)
    _check_labels(secret.labels)
    _check_annotations(secret.annotations)
    _check_aliases(secret.version_aliases)
    _check_topics(secret)
    _check_rotation(secret, now)
    _complete_expiration(secret, now)
    if secret.HasField("version_destroy_ttl"):
        ttl = secret.version_destroy_ttl.ToTimedelta()
        if not SHORTEST_DESTROY_TTL <= ttl <= LONGEST_DESTROY_TTL:
            raise invalid("Version destroy TTL must be between 1 day and 1000 days.")
    secret.ClearField("tags")  # input only


def _check_replication(secret: Message) -> None:
    if is_regional(secret.name):
        if secret.HasField("replication"):
            raise invalid("Replication must not be set for a regional secret.")
        return
    kind = secret.replication.WhichOneof("replication")
    if kind is None:
        raise invalid("Field [secret.replication] is required.")
    if kind == "user_managed":
        replicas = secret.replication.user_managed.replicas
        if not replicas or not all(replica.location for replica in replicas):
            raise invalid("Field [secret.replication.user_managed.replicas] is required.")


def _check_labels(labels: Mapping[str, str]) -> None:
    if len(labels) > LABELS_MAX:
        raise invalid(f"No more than {LABELS_MAX} labels can be assigned to a secret.")
    for key, value in labels.items():
        if not _LABEL_KEY.fullmatch(key) or not _LABEL_VALUE.fullmatch(value):
            raise invalid(f"The label [{key}: {value}] is not valid.")


def _check_annotations(annotations: Mapping[str, str]) -> None:
    if sum(len(key.encode()) + len(value.encode()) for key, value in annotations.items()) >= (
        ANNOTATIONS_MAX_BYTES
    ):
        raise invalid("The total size of annotations must be less than 16KiB.")
    for key in annotations:
        if not _ANNOTATION_KEY.fullmatch(key):
            raise invalid(f"The annotation key [{key}] is not valid.")


def _check_aliases(aliases: Mapping[str, int]) -> None:
    if len(aliases) > ALIASES_MAX:
        raise invalid(f"No more than {ALIASES_MAX} aliases can be assigned to a secret.")
    for alias in aliases:
        if not _ALIAS.fullmatch(alias) or alias in _RESERVED_ALIASES:
            raise invalid(f"The version alias [{alias}] is not valid.")


def _check_topics(secret: Message) -> None:
    if len(secret.topics) > TOPICS_MAX:
        raise invalid(f"No more than {TOPICS_MAX} topics can be assigned to a secret.")
    for topic in secret.topics:
        if not _TOPIC.fullmatch(topic.name):
            raise invalid(
                f"The provided Topic ID [{topic.name}] does not match the expected format "
                "[projects/*/topics/*]"
            )


def _check_rotation(secret: Message, now: datetime) -> None:
    rotation = secret.rotation
    if not secret.HasField("rotation"):
        return
    if not secret.topics:
        raise invalid("Topics must be set while the rotation is set.")
    if not rotation.HasField("next_rotation_time"):
        raise invalid("Next rotation time must be set while the rotation period is set.")
    if not SOONEST_ROTATION <= instant(rotation.next_rotation_time) - now <= LONGEST:
        raise invalid("Next rotation time must be between 5 minutes and 100 years from now.")
    if rotation.HasField("rotation_period"):
        period = rotation.rotation_period.ToTimedelta()
        if not SHORTEST_ROTATION_PERIOD <= period <= LONGEST:
            raise invalid("Rotation period must be between 1 hour and 100 years.")


def _complete_expiration(secret: Message, now: datetime) -> None:
    if secret.HasField("ttl"):
        ttl = secret.ttl.ToTimedelta()
        if not timedelta() < ttl <= LONGEST:
            raise invalid("TTL must be positive and at most 100 years.")
        secret.expire_time.FromDatetime(now + ttl)  # clears `ttl`: they are one of two
    if secret.HasField("expire_time") and instant(secret.expire_time) <= now:
        raise invalid("Expire time must be in the future.")
