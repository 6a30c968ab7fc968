"""A message that was given up on, as the dead-letter topic gets it."""

from __future__ import annotations

from typing import Any

from google.pubsub_v1 import types

from emulators.pubsub.message import Unacked
from emulators.pubsub.names import id_of, project_of

_SOURCE = "CloudPubSubDeadLetterSource"
_PubsubMessage: Any = types.PubsubMessage.pb()


def letter(subscription: str, unacked: Unacked, reason: str) -> Any:
    """Return the same message, saying in its attributes where it comes from.

    A message that Pub/Sub itself could not deliver says also why: the `reason`.
    """
    message = unacked.message.content
    source = {
        "DeliveryCount": str(unacked.failures),
        "Subscription": id_of(subscription),
        "SubscriptionProject": project_of(subscription),
        "TopicPublishTime": unacked.message.published_at.isoformat(timespec="milliseconds"),
    }
    if reason:
        source["DeliveryErrorMessage"] = reason
    letter = _PubsubMessage(
        data=message.data, attributes=message.attributes, ordering_key=message.ordering_key
    )
    for name, value in source.items():
        letter.attributes[_SOURCE + name] = value
    return letter
