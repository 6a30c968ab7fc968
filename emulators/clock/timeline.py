"""Virtual time as a straight line over the machine's time."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Timeline:
    """When the machine's clock shows `machine_ns`, it is `virtual_ns`.

    Both are nanoseconds since the epoch. `speed` is 1 for time that passes, 0 for time that
    stands still.
    """

    virtual_ns: int
    machine_ns: int
    speed: float

    def at(self, machine_ns: int) -> int:
        """The virtual nanosecond at one of the machine's."""
        passed = machine_ns - self.machine_ns
        return self.virtual_ns + (passed if self.speed == 1 else int(passed * self.speed))


REAL = Timeline(0, 0, 1.0)
"""The machine's own time, never moved."""
