"""What the tests make go wrong, and for how many calls."""

from __future__ import annotations

from dataclasses import asdict, dataclass, fields
from typing import Any


@dataclass(slots=True)
class Faults:
    """`drop_replies`: SendEmail is done, but its connection closes instead of answering.

    `duplicate_events`: a notification that was delivered is delivered once more.
    """

    drop_replies: int = 0
    duplicate_events: int = 0

    def arm(self, wanted: Any) -> None:
        """Set the counters named in `wanted`, a JSON object; ValueError if it is anything else."""
        known = {field.name for field in fields(self)}
        if not isinstance(wanted, dict) or not wanted.keys() <= known:
            raise ValueError(f"send a JSON object with any of {sorted(known)}")
        for name, count in wanted.items():
            if type(count) is not int or count < 0:
                raise ValueError(f"{name} is a count of calls, not {count!r}")
        for name, count in wanted.items():
            setattr(self, name, count)

    def takes_drop_reply(self) -> bool:
        due = self.drop_replies > 0
        self.drop_replies -= due
        return due

    def takes_duplicate_event(self) -> bool:
        due = self.duplicate_events > 0
        self.duplicate_events -= due
        return due

    def as_json(self) -> dict[str, int]:
        return asdict(self)
