from __future__ import annotations

from tests.emulators.pubsub.clients import Clients, datas
from tests.emulators.pubsub.local_pubsub import LocalPubSub

SOURCE = "CloudPubSubDeadLetterSource"


def test_a_message_rejected_often_enough_becomes_a_dead_letter(clients: Clients) -> None:
    topic, morgue = clients.topic(), clients.topic()
    policy = {"dead_letter_topic": morgue, "max_delivery_attempts": 5}
    subscription = clients.subscription(topic, dead_letter_policy=policy)
    mourners = clients.subscription(morgue)
    [message_id] = clients.publish(topic, b"poison", attributes={"a": "b"})
    attempts = []

    for _ in range(5):
        [received] = clients.pull(subscription)
        attempts.append(received.delivery_attempt)
        published_at = received.message.publish_time
        clients.reject(subscription, received)
    [letter] = clients.pull(mourners)

    assert attempts == [1, 2, 3, 4, 5]
    assert letter.message.data == b"poison"
    assert letter.message.message_id != message_id
    attributes = dict(letter.message.attributes)
    assert attributes["a"] == "b"
    assert attributes[f"{SOURCE}DeliveryCount"] == "5"
    assert attributes[f"{SOURCE}Subscription"] == subscription.rsplit("/", 1)[-1]
    assert attributes[f"{SOURCE}SubscriptionProject"] == "kvitto-test"
    assert f"{published_at:%Y-%m-%dT%H:%M:%S}" in attributes[f"{SOURCE}TopicPublishTime"]


def test_a_dead_letter_is_gone_from_where_it_came(pubsub: LocalPubSub) -> None:
    clients = pubsub.clients
    topic, morgue = clients.topic(), clients.topic()
    policy = {"dead_letter_topic": morgue, "max_delivery_attempts": 5}
    subscription = clients.subscription(topic, dead_letter_policy=policy)
    clients.publish(topic, b"poison")
    for _ in range(5):
        clients.reject(subscription, *clients.pull(subscription))

    pubsub.advance(hours=1)
    clients.publish(topic, b"wholesome")

    assert datas(clients.pull(subscription)) == [b"wholesome"]


def test_missed_deadlines_count_as_attempts(pubsub: LocalPubSub) -> None:
    clients = pubsub.clients
    topic, morgue = clients.topic(), clients.topic()
    policy = {"dead_letter_topic": morgue, "max_delivery_attempts": 5}
    subscription = clients.subscription(topic, dead_letter_policy=policy)
    mourners = clients.subscription(morgue)
    clients.publish(topic, b"slow poison")

    for _ in range(5):
        clients.pull(subscription)
        pubsub.advance(seconds=11)

    assert datas(clients.pull(mourners)) == [b"slow poison"]


def test_a_push_that_fails_often_enough_becomes_a_dead_letter(pubsub: LocalPubSub) -> None:
    clients = pubsub.clients
    topic, morgue = clients.topic(), clients.topic()
    policy = {"dead_letter_topic": morgue, "max_delivery_attempts": 5}
    pubsub.push_subscription(topic, dead_letter_policy=policy)
    mourners = clients.subscription(morgue)
    pubsub.receiver.answer(then=500)
    clients.publish(topic, b"poison")

    attempts = [pubsub.receiver.next().content["deliveryAttempt"]]
    for _ in range(4):
        pubsub.sit_out_back_off()
        attempts.append(pubsub.receiver.next().content["deliveryAttempt"])

    assert attempts == [1, 2, 3, 4, 5]
    assert datas(clients.pull(mourners)) == [b"poison"]


def test_without_its_topic_there_are_no_dead_letters_and_delivery_goes_on(
    clients: Clients,
) -> None:
    topic, morgue = clients.topic(), clients.topic()
    policy = {"dead_letter_topic": morgue, "max_delivery_attempts": 5}
    subscription = clients.subscription(topic, dead_letter_policy=policy)
    clients.publisher.delete_topic(topic=morgue)
    clients.publish(topic, b"poison")

    attempts = []
    for _ in range(7):
        [received] = clients.pull(subscription)
        attempts.append(received.delivery_attempt)
        clients.reject(subscription, received)

    assert attempts == [1, 2, 3, 4, 5, 6, 7]


def test_the_next_of_the_key_follows_a_dead_letter(clients: Clients) -> None:
    topic, morgue = clients.topic(), clients.topic()
    policy = {"dead_letter_topic": morgue, "max_delivery_attempts": 5}
    subscription = clients.subscription(
        topic, dead_letter_policy=policy, enable_message_ordering=True
    )
    clients.publish(topic, b"poison", b"next", ordering_key="order-1")

    for _ in range(5):
        clients.reject(subscription, *clients.pull(subscription))

    assert datas(clients.pull(subscription)) == [b"next"]
