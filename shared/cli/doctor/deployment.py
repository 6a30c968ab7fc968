"""What is examined: the plan, the clients that reach what became of it, and what mends it."""

from __future__ import annotations

from dataclasses import dataclass

from shared.cli.doctor.clients import Clients
from shared.cli.doctor.wiring import Wiring
from shared.usecases.ports.world import Now


@dataclass(frozen=True, slots=True)
class Deployment:
    wiring: Wiring
    clients: Clients
    now: Now
    is_local: bool

    @property
    def as_planned(self) -> str:
        """How to make it again what the plan says."""
        return "stop the stack and run `make up`" if self.is_local else "run `terraform apply`"

    def gcloud(self, command: str, *flags: str, local: str = "") -> str:
        """A command line; on a laptop, which has no gcloud, the same in words."""
        if self.is_local:
            return local or self.as_planned
        line = " ".join(("gcloud", command, *flags, f"--project={self.wiring.project}"))
        return f"run `{line}`"
