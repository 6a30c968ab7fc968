"""Which port is whose: everything hangs on one base, so that a whole stack can be moved."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Self

LOOPBACK = "127.0.0.1"
DEFAULT_BASE = 8700
BLOCK = 50  # ports that one stack may use, from its base upwards
_FIRST_FUNCTION = 10


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
    functions: Mapping[str, int]

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
            functions={
                name: base + _FIRST_FUNCTION + place for place, name in enumerate(functions)
            },
        )

    def cloud(self) -> dict[str, int]:
        """The ports that the cloud process listens on, by what they serve."""
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
        }


def local_url(port: int) -> str:
    return f"http://{LOOPBACK}:{port}"
