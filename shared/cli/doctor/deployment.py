"""What is examined: the plan, the clients that reach what became of it, and what mends it."""

from __future__ import annotations

from dataclasses import dataclass

from shared.cli.doctor.addresses import Addresses
from shared.cli.doctor.clients import Clients
from shared.cli.doctor.wiring import Wiring
from shared.usecases.ports.world import Now


@dataclass(frozen=True, slots=True)
class Deployment:
    wiring: Wiring
    clients: Clients
    now: Now
    stack: Addresses | None  # None: a deployment on Google Cloud

    @property
    def is_local(self) -> bool:
        return self.stack is not None

    @property
    def as_planned(self) -> str:
        """How to make it again what the plan says."""
        return "stop the stack and run `make up`" if self.is_local else "run `terraform apply`"

    def resume(self, kind: str, name: str) -> str:
        """How to let it go on. `kind` is `tasks queues` or `scheduler jobs`, `name` short."""
        if self.stack is None:
            where = f"--location={self.wiring.region} --project={self.wiring.project}"
            return f"run `gcloud {kind} resume {name} {where}`"
        service, resources = kind.split()
        url = {
            "scheduler": f"{self.stack.scheduler_rest}/v1",
            "tasks": f"{self.stack.tasks_rest}/v2",
        }
        full_name = f"{self.wiring.location}/{resources}/{name}"
        return f"run `curl -X POST {url[service]}/{full_name}:resume`"
