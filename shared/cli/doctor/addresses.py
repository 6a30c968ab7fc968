"""Where the services of the local stack answer, as it wrote down itself."""

from __future__ import annotations

from dataclasses import dataclass, fields
from pathlib import Path
from typing import Self

from shared.cli.cannot_run import CannotRun
from shared.cli.stack import read_content


@dataclass(frozen=True, slots=True, kw_only=True)
class Addresses:
    """Of gRPC: host:port; of the rest: http://host:port."""

    firestore: str
    pubsub: str
    tasks: str
    tasks_rest: str
    scheduler: str
    scheduler_rest: str
    secrets: str
    storage: str
    iam: str
    outbox: str
    wiring: str  # the path of the file with the plan
    stripe_api: str = ""  # empty: Stripe itself

    @classmethod
    def read(cls, path: Path) -> Self:
        content = read_content(path)
        known = {one.name: content.get(one.name) or "" for one in fields(cls)}
        missing = [name for name, value in known.items() if not value and name != "stripe_api"]
        if missing:
            raise CannotRun(f"{path} lacks {', '.join(missing)}: run `make up` again")
        return cls(**known)

    @property
    def mail(self) -> str:
        return self.outbox.partition("/_outbox")[0]
