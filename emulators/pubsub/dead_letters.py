"""A message that was given up on, as the dead-letter topic gets it."""

from __future__ import annotations

from emulators.pubsub.message import Draft, Unacked
from emulators.pubsub.names import id_of, project_of


def letter(subscription: str, unacked: Unacked) -> Draft:
    """Return the same message, saying in its attributes where it comes from."""
    message = unacked.message
    source = {
        "CloudPubSubDeadLetterSourceDeliveryCount": str(unacked.failures),
        "CloudPubSubDeadLetterSourceSubscription": id_of(subscription),
        "CloudPubSubDeadLetterSourceSubscriptionProject": project_of(subscription),
        "CloudPubSubDeadLetterSourceTopicPublishTime": message.published_at.isoformat(
            timespec="milliseconds"
        ),
    }
    return Draft(
        data=message.data,
        attributes={**message.attributes, **source},
        ordering_key=message.ordering_key,
    )
