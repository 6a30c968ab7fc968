"""One operation of the API: where it is, what it takes and who does it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace

from emulators.stripe.store import JsonObject
from emulators.stripe.wire.multipart import Upload
from emulators.stripe.wire.params import Fields, Kind

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
    older: Mapping[str, Kind] = field(default_factory=dict)
    """What a call that names no version may say besides: see `wire.versions`."""

    def takes(self, *, names_version: bool) -> Fields:
        """The parameters of a call that says, or does not say, which version it speaks."""
        if names_version or not self.older:
            return self.params
        return replace(self.params, kinds={**self.params.kinds, **self.older})
