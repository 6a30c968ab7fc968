"""One operation of the API: where it is, what it takes and who does it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from emulators.stripe.store import JsonObject
from emulators.stripe.wire.multipart import Upload
from emulators.stripe.wire.params import Fields

NOTHING = Fields({})


@dataclass(frozen=True, slots=True)
class Call:
    """An API call whose parameters have been read."""

    id: str
    """The id in the path; empty where the path has none."""
    params: JsonObject
    """Only what was given. A parameter that was emptied to unset it is None."""
    upload: Upload | None = None
    part: str = ""
    """The second id in the path: `{part}`, of what belongs to the first."""


@dataclass(frozen=True, slots=True)
class Endpoint:
    method: str
    path: str
    handler: Callable[[Call], JsonObject]
    """Runs without awaiting, so no other call can come in between."""
    params: Fields = NOTHING
    takes_upload: bool = False
