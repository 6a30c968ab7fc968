"""What can go wrong on request, and to whom."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from enum import StrEnum
from fnmatch import fnmatchcase
from random import Random
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, field_validator

from emulators.control.faults.codes import is_code
from emulators.control.faults.trouble import Lost, Refusal, Trouble

Seconds = Annotated[float, Field(ge=0, le=31 * 86_400, allow_inf_nan=False)]


class On(StrEnum):
    CALLS = "calls"  # what a client asks of a service
    DELIVERIES = "deliveries"  # what a service sends: pushes, tasks, scheduled runs, webhooks


class _Aimed(BaseModel):
    """Whom it meets. The patterns are those of the shell: `*`, `?` and `[...]`.

    `method` is a gRPC method such as `Commit`, or an HTTP verb. `resource` is matched against
    every resource that the call names, or the path of an HTTP request.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    on: On = On.CALLS
    service: str = "*"
    method: str = "*"
    resource: str = "*"
    times: Annotated[int, Field(ge=1)] | None = None
    """So often, then never again; None: for as long as it stands."""
    probability: Annotated[float, Field(gt=0, le=1)] = 1.0
    seed: int = 0
    """The same seed and the same calls give the same faults."""

    def aims_at(self, on: On, service: str, method: str) -> bool:
        is_of_service = self.on is on and fnmatchcase(service, self.service)
        return is_of_service and fnmatchcase(method, self.method)

    def meets(self, resources: list[str]) -> bool:
        return self.resource == "*" or any(fnmatchcase(one, self.resource) for one in resources)


class Latency(_Aimed):
    kind: Literal["latency"]
    seconds: Seconds
    jitter_seconds: Seconds = 0
    """Up to so much more."""

    def worsen(self, trouble: Trouble, dice: Random) -> Trouble:
        more = timedelta(seconds=self.seconds + self.jitter_seconds * dice.random())
        return replace(trouble, wait=trouble.wait + more)


class DropBefore(_Aimed):
    """The connection ends and nothing was done."""

    kind: Literal["drop_before"]

    def worsen(self, trouble: Trouble, _: Random) -> Trouble:
        return replace(trouble, lost=Lost.BEFORE)


class DropAfter(_Aimed):
    """It is done, and the answer is lost."""

    kind: Literal["drop_after"]

    def worsen(self, trouble: Trouble, _: Random) -> Trouble:
        return replace(trouble, lost=trouble.lost or Lost.AFTER)


class Error(_Aimed):
    """Nothing is done. `code` is a gRPC status such as `ABORTED`, or an HTTP status."""

    kind: Literal["error"]
    code: str | int = "UNAVAILABLE"
    message: str = "a fault that was asked for"

    @field_validator("code")
    @classmethod
    def _known(cls, code: str | int) -> str | int:
        if not is_code(code):
            raise ValueError("give a gRPC status such as ABORTED, or an HTTP status from 400 on")
        return code

    def worsen(self, trouble: Trouble, _: Random) -> Trouble:
        return replace(trouble, refusal=trouble.refusal or Refusal(self.code, self.message))


class Disconnect(_Aimed):
    """A stream ends, after so many messages to the client; those open now end with the first."""

    kind: Literal["disconnect"]
    on: Literal[On.CALLS] = On.CALLS
    after_messages: Annotated[int, Field(ge=0)] = 0

    def worsen(self, trouble: Trouble, _: Random) -> Trouble:
        return replace(trouble, messages_max=self.after_messages)


class Throttle(_Aimed):
    """More than this many a second are turned away: RESOURCE_EXHAUSTED, or 429."""

    kind: Literal["throttle"]
    per_second: Annotated[int, Field(ge=0)]

    def worsen(self, trouble: Trouble, _: Random) -> Trouble:
        return replace(trouble, refusal=Refusal("RESOURCE_EXHAUSTED", "Too many requests."))


class Duplicate(_Aimed):
    """The receiver gets it more than once, and the sender hears of the first answer only."""

    kind: Literal["duplicate"]
    on: Literal[On.DELIVERIES] = On.DELIVERIES
    copies: Annotated[int, Field(ge=1, le=10)] = 1

    def worsen(self, trouble: Trouble, _: Random) -> Trouble:
        return replace(trouble, copies=trouble.copies + self.copies)


class Reorder(_Aimed):
    """Each delivery is held back for a random part of this, so that others overtake it."""

    kind: Literal["reorder"]
    on: Literal[On.DELIVERIES] = On.DELIVERIES
    within_seconds: Seconds

    def worsen(self, trouble: Trouble, dice: Random) -> Trouble:
        more = timedelta(seconds=self.within_seconds * dice.random())
        return replace(trouble, wait=trouble.wait + more)


Fault = Latency | DropBefore | DropAfter | Error | Disconnect | Throttle | Duplicate | Reorder
FAULT: TypeAdapter[Fault] = TypeAdapter(Annotated[Fault, Field(discriminator="kind")])
