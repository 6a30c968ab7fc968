"""Topics, and who is subscribed to them."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass, replace
from typing import Any, Self
from uuid import NAMESPACE_URL, uuid5

from emulators.clock.clock import Clock
from emulators.ses.sns.signing import SignatureVersion
from emulators.shelf import Shelf

_TOPIC, _SUBSCRIPTION = "topic/", "subscription/"


@dataclass(frozen=True, slots=True)
class Subscription:
    """Confirmed by whoever visits the address that SNS posted to the endpoint.

    To one that was `planned` with the topology nothing gets lost: what is published before
    its confirmation waits for it, because Terraform made it long before.
    """

    arn: str
    topic_arn: str
    endpoint: str
    token: str
    is_confirmed: bool = False
    is_planned: bool = False

    @classmethod
    def from_bytes(cls, value: bytes) -> Self:
        fields: dict[str, Any] = json.loads(value)
        return cls(**fields)

    def to_bytes(self) -> bytes:
        return json.dumps(asdict(self)).encode()


class Topics:
    """On the shelf."""

    def __init__(self, clock: Clock, shelf: Shelf) -> None:
        self._clock = clock
        self._shelf = shelf
        self._versions: dict[str, SignatureVersion] = {}
        self._held: dict[str, Subscription] = {}
        for key, value in shelf.items(_TOPIC):
            self._versions[key.removeprefix(_TOPIC)] = "1" if value == b"1" else "2"
        for _, value in shelf.items(_SUBSCRIPTION):
            held = Subscription.from_bytes(value)
            self._held[held.arn] = held

    def arns(self) -> list[str]:
        return list(self._versions)

    def has(self, topic_arn: str) -> bool:
        return topic_arn in self._versions

    def create(self, topic_arn: str, version: SignatureVersion = "1") -> None:
        """Signed by version 1 unless it is told otherwise, as at Amazon."""
        if not self.has(topic_arn):
            self.sign(topic_arn, version)

    def delete(self, topic_arn: str) -> None:
        for subscription in self.subscriptions(topic_arn):
            self.drop(subscription)
        if self._versions.pop(topic_arn, None) is not None:
            self._shelf.delete(_TOPIC + topic_arn)

    def sign(self, topic_arn: str, version: SignatureVersion) -> None:
        self._versions[topic_arn] = version
        self._shelf.put(_TOPIC + topic_arn, version.encode())

    def signature_version(self, topic_arn: str) -> SignatureVersion:
        return self._versions.get(topic_arn, "1")

    def subscriptions(self, topic_arn: str) -> list[Subscription]:
        return [held for held in self._held.values() if held.topic_arn == topic_arn]

    def receivers(self, topic_arn: str) -> list[Subscription]:
        """Those that get what is published now, or will once they are confirmed."""
        found = self.subscriptions(topic_arn)
        return [held for held in found if held.is_confirmed or held.is_planned]

    def pending(self) -> list[Subscription]:
        """Planned, and never confirmed."""
        found = self._held.values()
        return [held for held in found if held.is_planned and not held.is_confirmed]

    def get(self, subscription_arn: str) -> Subscription | None:
        return self._held.get(subscription_arn)

    def subscribe(self, topic_arn: str, endpoint: str, *, is_planned: bool = False) -> Subscription:
        """The one there is, if the endpoint is subscribed already."""
        arn = f"{topic_arn}:{uuid5(NAMESPACE_URL, f'{topic_arn} {endpoint}')}"
        if arn not in self._held:
            seed = f"{arn} {self._clock.now().isoformat()}"
            token = hashlib.sha512(seed.encode()).hexdigest()
            self._put(Subscription(arn, topic_arn, endpoint, token, is_planned=is_planned))
        return self._held[arn]

    def confirm(self, topic_arn: str, token: str) -> Subscription | None:
        """None if nobody was given that token."""
        for held in self.subscriptions(topic_arn):
            if held.token == token:
                return self._put(replace(held, is_confirmed=True))
        return None

    def part(self, subscription: Subscription) -> None:
        """Nothing more goes to it, unless it is confirmed anew."""
        self._put(replace(subscription, is_confirmed=False, is_planned=False))

    def drop(self, subscription: Subscription) -> None:
        del self._held[subscription.arn]
        self._shelf.delete(_SUBSCRIPTION + subscription.arn)

    def _put(self, subscription: Subscription) -> Subscription:
        self._held[subscription.arn] = subscription
        self._shelf.put(_SUBSCRIPTION + subscription.arn, subscription.to_bytes())
        return subscription
