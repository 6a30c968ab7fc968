"""SNS: topics, the handshake of a subscription, and its end."""

from __future__ import annotations

import asyncio
import base64
from typing import Any

import pytest
from botocore.exceptions import ClientError
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
from cryptography.hazmat.primitives.hashes import SHA1, SHA256
from cryptography.x509 import load_pem_x509_certificate

from tests.emulators.ses.leaping_clock import LeapingClock
from tests.emulators.ses.mailer import TOPIC_ARN, Mailer, mailing, sns_at
from tests.emulators.ses.subscriber import Post, subscribed, visit

QUESTION = ("Message", "MessageId", "SubscribeURL", "Timestamp", "Token", "TopicArn", "Type")
NOTIFICATION = ("Message", "MessageId", "Subject", "Timestamp", "TopicArn", "Type")


async def _assert_signed(ses: Mailer, post: Post, names: tuple[str, ...], version: str) -> None:
    body = post.body
    _, certificate = await ses.get_bytes(body["SigningCertURL"].removeprefix(ses.address))
    key = load_pem_x509_certificate(certificate).public_key()
    assert isinstance(key, RSAPublicKey)
    signed = "".join(f"{name}\n{body[name]}\n" for name in names).encode()
    assert body["SignatureVersion"] == version
    digest = SHA1() if version == "1" else SHA256()  # noqa: S303 - what SNS signs by default
    key.verify(base64.b64decode(body["Signature"]), signed, PKCS1v15(), digest)


def test_a_planned_subscriber_is_asked_and_hears_what_was_published_before_it_confirmed() -> None:
    async def scenario() -> None:
        async with (
            subscribed(confirms=False) as inbox,
            mailing(clock=LeapingClock(), event_urls=[inbox.url]) as ses,
        ):
            question = await inbox.asked()
            assert question.body["Type"] == "SubscriptionConfirmation"
            await _assert_signed(ses, question, QUESTION, "2")
            await ses.send()
            assert inbox.posts == []
            status, answer = await visit(question.body["SubscribeURL"])
            assert (status, f"<SubscriptionArn>{TOPIC_ARN}:" in answer) == (200, True)
            await inbox.events("Send", "Delivery")

    asyncio.run(scenario())


def test_a_token_that_nobody_was_given_confirms_nothing() -> None:
    async def scenario() -> None:
        async with (
            subscribed(confirms=False) as inbox,
            mailing(clock=LeapingClock(), event_urls=[inbox.url]) as ses,
        ):
            address = (await inbox.asked()).body["SubscribeURL"]
            status, answer = await visit(address[:-1] + "x")
            assert (status, "InvalidParameter" in answer) == (400, True)
            await ses.send()
            await visit(address)
            await inbox.events("Send")

    asyncio.run(scenario())


def test_a_subscription_ends_by_the_address_in_a_notification_and_may_be_restored() -> None:
    async def scenario() -> None:
        async with (
            subscribed() as inbox,
            mailing(clock=LeapingClock(), event_urls=[inbox.url]) as ses,
        ):
            await ses.send()
            told = (await inbox.events("Send", "Delivery"))["Delivery"]
            inbox.confirms = False
            assert (await visit(told.body["UnsubscribeURL"]))[0] == 200
            goodbye = await inbox.asked(2)
            assert goodbye.body["Type"] == "UnsubscribeConfirmation"
            await _assert_signed(ses, goodbye, QUESTION, "2")
            await ses.send()
            await visit(goodbye.body["SubscribeURL"])
            last = await ses.send()
            posts = await inbox.after(lambda posts: len(posts) == 4)
            assert {post.event["mail"]["messageId"] for post in posts[2:]} == {last}

    asyncio.run(scenario())


def test_a_topic_of_one_s_own_gets_the_events_it_is_for_and_is_signed_by_version_1() -> None:
    async def scenario() -> None:
        async with subscribed() as inbox, mailing(clock=LeapingClock()) as ses:
            sns = sns_at(ses.address)
            topic = (await asyncio.to_thread(sns.create_topic, Name="bounces"))["TopicArn"]
            assert topic == "arn:aws:sns:eu-north-1:100000000001:bounces"
            asked = {"TopicArn": topic, "Protocol": "http", "Endpoint": inbox.url}
            answer = await asyncio.to_thread(sns.subscribe, **asked)
            assert answer["SubscriptionArn"] == "pending confirmation"
            await _assert_signed(ses, await inbox.asked(), QUESTION, "1")
            await _add_destination(ses, "bounces", ["BOUNCE"], topic)

            await ses.send()
            await ses.send(Destination={"ToAddresses": ["bounce@simulator.amazonses.com"]})
            post = (await inbox.events("Bounce"))["Bounce"]
            await _assert_signed(ses, post, NOTIFICATION, "1")
            version = {"AttributeName": "SignatureVersion", "AttributeValue": "2"}
            await asyncio.to_thread(sns.set_topic_attributes, TopicArn=topic, **version)
            await ses.send(Destination={"ToAddresses": ["bounce@simulator.amazonses.com"]})
            posts = await inbox.after(lambda posts: len(posts) == 2)
            await _assert_signed(ses, posts[-1], NOTIFICATION, "2")

            listed = await asyncio.to_thread(sns.list_subscriptions_by_topic, TopicArn=topic)
            assert [one["Endpoint"] for one in listed["Subscriptions"]] == [inbox.url]
            sns.close()

    asyncio.run(scenario())


async def _add_destination(ses: Mailer, name: str, types: list[str], topic: str) -> None:
    await ses.call(
        "create_configuration_set_event_destination",
        ConfigurationSetName="receipts",
        EventDestinationName=name,
        EventDestination={
            "Enabled": True,
            "MatchingEventTypes": types,
            "SnsDestination": {"TopicArn": topic},
        },
    )


def test_event_destinations_are_listed_changed_and_deleted() -> None:
    async def scenario() -> None:
        async with subscribed() as inbox, mailing(event_urls=[inbox.url]) as ses:
            named = {"ConfigurationSetName": "receipts"}
            unknown = await ses.refusal(
                "create_configuration_set_event_destination",
                **named,
                EventDestinationName="lost",
                EventDestination={
                    "MatchingEventTypes": ["SEND"],
                    "SnsDestination": {"TopicArn": TOPIC_ARN + "x"},
                },
            )
            assert unknown == "BadRequestException"
            events = {**named, "EventDestinationName": "events"}
            only_bounces = {"Enabled": True, "MatchingEventTypes": ["BOUNCE"]}
            await ses.call(
                "update_configuration_set_event_destination",
                **events,
                EventDestination=only_bounces,
            )
            await ses.send()
            await ses.send(Destination={"ToAddresses": ["bounce@simulator.amazonses.com"]})
            await inbox.events("Bounce")
            assert len(inbox.posts) == 1
            found = await ses.call("get_configuration_set_event_destinations", **named)
            assert [one["MatchingEventTypes"] for one in found["EventDestinations"]] == [["BOUNCE"]]
            await ses.call("delete_configuration_set_event_destination", **events)
            found = await ses.call("get_configuration_set_event_destinations", **named)
            assert found["EventDestinations"] == []

    asyncio.run(scenario())


@pytest.mark.parametrize(
    ("operation", "asked", "code"),
    [
        ("subscribe", {"TopicArn": "x", "Protocol": "https"}, "InvalidParameter"),
        ("list_subscriptions_by_topic", {"TopicArn": TOPIC_ARN + "x"}, "NotFound"),
        ("get_topic_attributes", {"TopicArn": TOPIC_ARN}, "InvalidAction"),
    ],
)
def test_what_sns_cannot_do_here_it_refuses(
    operation: str, asked: dict[str, Any], code: str
) -> None:
    async def scenario() -> str:
        async with mailing() as ses:
            sns = sns_at(ses.address)
            with pytest.raises(ClientError) as refused:
                await asyncio.to_thread(getattr(sns, operation), **asked)
            sns.close()
            return str(refused.value.response["Error"]["Code"])

    assert asyncio.run(scenario()) == code
