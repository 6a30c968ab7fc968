"""What happens to objects, for those who asked to be told."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from emulators.storage.resources import Bucket, StoredObject

FINALIZE = "OBJECT_FINALIZE"
METADATA_UPDATE = "OBJECT_METADATA_UPDATE"
DELETE = "OBJECT_DELETE"
ARCHIVE = "OBJECT_ARCHIVE"
TYPES = frozenset({FINALIZE, METADATA_UPDATE, DELETE, ARCHIVE})


@dataclass(frozen=True, slots=True)
class Event:
    """`related` is the generation on the other side of an overwrite, by attribute name."""

    type: str
    bucket: Bucket
    stored: StoredObject
    happened_at: datetime
    related: Mapping[str, str] = field(default_factory=dict)


Announce = Callable[[Event], None]
