"""Which port is whose: everything hangs on one base, so that a whole stack can be moved."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Self

from emulators.loopback import LOOPBACK

DEFAULT_BASE = 8700
BLOCK = 100  # ports that one stack may use, from its base upwards
_FIRST_FUNCTION = 10
_FIRST_DOOR = 50


@dataclass(frozen=True, slots=True)
class DoorPorts:
    """Where one function finds the services, as the account that it runs as."""

    grpc: int
    pubsub_rest: int
    storage: int

    @classmethod
    def of(cls, base: int, place: int) -> Self:
        first = base + _FIRST_DOOR + 3 * place
        return cls(grpc=first, pubsub_rest=first + 1, storage=first + 2)


@dataclass(frozen=True, slots=True, kw_only=True)
class Ports:
    shop: int
    stripe: int
    mail: int
    identity: int
    firestore: int
    pubsub: int
    pubsub_rest: int
    tasks: int
    storage: int
    control: int
    firestore_rest: int
    tasks_rest: int
    scheduler: int
    scheduler_rest: int
    secrets: int
    secrets_rest: int
    bigquery: int
    iam: int
    ecb: int
    functions: Mapping[str, int]
    doors: Mapping[str, DoorPorts]  # by the names of the functions

    @classmethod
    def above(cls, base: int, functions: Sequence[str]) -> Self:
        """`functions` are the names of the deployed functions, in the order of the topology."""
        return cls(
            shop=base,
            stripe=base + 1,
            mail=base + 2,
            identity=base + 3,
            firestore=base + 4,
            pubsub=base + 5,
            pubsub_rest=base + 6,
            tasks=base + 7,
            storage=base + 8,
            control=base + 9,
            firestore_rest=base + 40,
            tasks_rest=base + 41,
            scheduler=base + 42,
            scheduler_rest=base + 43,
            secrets=base + 44,
            secrets_rest=base + 45,
            bigquery=base + 46,
            iam=base + 47,
            ecb=base + 48,
            functions={
                name: base + _FIRST_FUNCTION + place for place, name in enumerate(functions)
            },
            doors={name: DoorPorts.of(base, place) for place, name in enumerate(functions)},
        )

    def cloud(self) -> dict[str, int]:
        """The ports that the cloud process listens on, by what they serve."""
        doors = {
            f"{name}'s door to {service}": port
            for name, door in self.doors.items()
            for service, port in (
                ("gRPC", door.grpc),
                ("Pub/Sub's REST API", door.pubsub_rest),
                ("Cloud Storage", door.storage),
            )
        }
        return {
            "the shop": self.shop,
            "the Stripe twin": self.stripe,
            "the mail service": self.mail,
            "the token issuer": self.identity,
            "Firestore": self.firestore,
            "Pub/Sub": self.pubsub,
            "Pub/Sub's REST API": self.pubsub_rest,
            "Cloud Tasks": self.tasks,
            "Cloud Storage": self.storage,
            "the control API": self.control,
            "Firestore's REST API": self.firestore_rest,
            "Cloud Tasks' REST API": self.tasks_rest,
            "Cloud Scheduler": self.scheduler,
            "Cloud Scheduler's REST API": self.scheduler_rest,
            "Secret Manager": self.secrets,
            "Secret Manager's REST API": self.secrets_rest,
            "BigQuery": self.bigquery,
            "IAM": self.iam,
            "the central bank": self.ecb,
            **doors,
        }


def local_url(port: int) -> str:
    return f"http://{LOOPBACK}:{port}"
