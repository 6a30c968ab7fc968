"""What SNS posts for a message, checked the way a subscriber has to check it."""

from __future__ import annotations

import asyncio
import base64
from datetime import timedelta
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.x509 import load_pem_x509_certificate

from emulators.shelf import Lasting
from tests.emulators.ses.leaping_clock import LeapingClock
from tests.emulators.ses.mailer import TOPIC_ARN, Mailer, a_receipt, mailing
from tests.emulators.ses.subscriber import Post, subscribed
from tests.emulators.ses.watched_shelf import WatchedShelf

TAG = {"Name": "outbox", "Value": "rcp_1"}


def _to(address: str) -> dict[str, Any]:
    return {"Destination": {"ToAddresses": [address]}}


async def _assert_signed(ses: Mailer, post: Post) -> None:
    body = post.body
    async with ses.session.get(body["SigningCertURL"]) as response:
        public_key = load_pem_x509_certificate(await response.read()).public_key()
    assert isinstance(public_key, RSAPublicKey)
    names = ("Message", "MessageId", "Subject", "Timestamp", "TopicArn", "Type")
    signed = "".join(f"{name}\n{body[name]}\n" for name in names).encode()
    # Raises InvalidSignature unless it is.
    public_key.verify(base64.b64decode(body["Signature"]), signed, PKCS1v15(), SHA256())


def test_a_message_is_announced_as_sent_and_then_as_delivered() -> None:
    async def scenario() -> None:
        async with subscribed() as inbox, mailing(event_urls=[inbox.url]) as ses:
            message_id = await ses.send(EmailTags=[TAG])
            posts = await inbox.events("Send", "Delivery")
            assert [post.event["eventType"] for post in inbox.posts] == ["Send", "Delivery"]
            for post in posts.values():
                mail = post.event["mail"]
                assert mail["messageId"] == message_id
                assert mail["destination"] == ["ebba@example.org"]
                assert mail["tags"]["outbox"] == ["rcp_1"]
                assert mail["tags"]["ses:configuration-set"] == ["receipts"]
                assert mail["commonHeaders"]["subject"] == "Ditt kvitto för order 7F3K"
                assert {"name": "Subject", "value": "Ditt kvitto för order 7F3K"} in mail["headers"]
            assert posts["Send"].event["send"] == {}
            assert posts["Delivery"].event["delivery"]["recipients"] == ["ebba@example.org"]

    asyncio.run(scenario())


def test_the_envelope_is_that_of_sns_and_its_signature_holds() -> None:
    async def scenario() -> None:
        async with (
            subscribed() as inbox,
            mailing(clock=LeapingClock(), event_urls=[inbox.url]) as ses,
        ):
            await ses.send()
            for post in (await inbox.events("Send", "Delivery")).values():
                assert post.headers["x-amz-sns-message-type"] == post.body["Type"] == "Notification"
                assert post.headers["x-amz-sns-message-id"] == post.body["MessageId"]
                assert post.headers["x-amz-sns-topic-arn"] == post.body["TopicArn"] == TOPIC_ARN
                assert post.headers["Content-Type"] == "text/plain; charset=UTF-8"
                assert post.body["SignatureVersion"] == "2"
                assert post.body["SigningCertURL"] == (
                    f"{ses.address}/SimpleNotificationService-local.pem"
                )
                await _assert_signed(ses, post)

    asyncio.run(scenario())


def test_the_simulator_s_bounce_address_bounces() -> None:
    async def scenario() -> None:
        async with (
            subscribed() as inbox,
            mailing(clock=LeapingClock(), event_urls=[inbox.url]) as ses,
        ):
            await ses.send(**_to("bounce+a@simulator.amazonses.com"), EmailTags=[TAG])
            post = (await inbox.events("Send", "Bounce"))["Bounce"]
            assert post.event["bounce"]["bounceType"] == "Permanent"
            bounced = post.event["bounce"]["bouncedRecipients"]
            assert bounced[0]["emailAddress"] == "bounce+a@simulator.amazonses.com"
            assert post.event["mail"]["tags"]["outbox"] == ["rcp_1"]
            assert len(inbox.posts) == 2

    asyncio.run(scenario())


def test_the_simulator_s_complaint_address_gets_the_mail_and_complains() -> None:
    async def scenario() -> None:
        async with (
            subscribed() as inbox,
            mailing(clock=LeapingClock(), event_urls=[inbox.url]) as ses,
        ):
            await ses.send(**_to("complaint@simulator.amazonses.com"))
            post = (await inbox.events("Send", "Delivery", "Complaint"))["Complaint"]
            assert post.event["complaint"]["complaintFeedbackType"] == "abuse"

    asyncio.run(scenario())


def test_a_message_without_a_configuration_set_has_no_events() -> None:
    async def scenario() -> None:
        async with (
            subscribed() as inbox,
            mailing(clock=LeapingClock(), event_urls=[inbox.url]) as ses,
        ):
            await asyncio.to_thread(ses.client.send_email, Content={"Raw": {"Data": a_receipt()}})
            announced = await ses.send()
            posts = await inbox.events("Send", "Delivery")
            assert {post.event["mail"]["messageId"] for post in posts.values()} == {announced}
            assert len(inbox.posts) == 2

    asyncio.run(scenario())


def test_a_reply_that_was_dropped_is_settled_by_the_send_event() -> None:
    async def scenario() -> None:
        async with subscribed() as inbox, mailing(event_urls=[inbox.url]) as ses:
            await ses.arm(drop_replies=1)
            reply = await asyncio.gather(ses.send(EmailTags=[TAG]), return_exceptions=True)
            assert isinstance(reply[0], Exception)
            post = (await inbox.events("Send"))["Send"]
            assert post.event["mail"]["tags"]["outbox"] == ["rcp_1"]

    asyncio.run(scenario())


def test_a_duplicated_event_is_the_same_notification_posted_again() -> None:
    async def scenario() -> None:
        async with subscribed() as inbox, mailing(event_urls=[inbox.url]) as ses:
            await ses.arm(duplicate_events=1)
            await ses.send()
            posts = await inbox.after(lambda posts: len(posts) == 3)
            assert posts[0].body == posts[1].body
            assert posts[2].event["eventType"] == "Delivery"

    asyncio.run(scenario())


def test_an_endpoint_that_fails_is_asked_again_with_the_same_notification() -> None:
    async def scenario() -> None:
        async with (
            subscribed([503, 500, 302]) as inbox,
            mailing(clock=LeapingClock(), event_urls=[inbox.url]) as ses,
        ):
            await ses.send(**_to("success@simulator.amazonses.com"))
            posts = await inbox.after(lambda posts: _taken(posts) == 2)
            ids = {post.event["eventType"]: post.body["MessageId"] for post in posts}
            assert {post.body["MessageId"] for post in posts} == set(ids.values())
            assert len(posts) == 5

    def _taken(posts: list[Post]) -> int:
        return [post.answered for post in posts].count(200)

    asyncio.run(scenario())


def test_a_notification_that_was_not_taken_waits_on_the_shelf_for_the_next_start(
    tmp_path: Path,
) -> None:
    async def run(*, is_first: bool) -> list[Post]:
        archive = Lasting(tmp_path / "cloud.sqlite")
        # The address is Terraform's; only the port behind it changes from run to run.
        url = "https://webhook-intake.example/webhooks/ses"
        async with subscribed([503, 503] if is_first else []) as inbox:
            ports = {"webhook-intake.example": int(inbox.url.split(":")[2].split("/")[0])}
            shelf = archive.shelf("ses")
            async with mailing(shelf=shelf, event_urls=[url], local_ports=ports) as ses:
                if is_first:
                    await ses.send()
                posts = await inbox.after(lambda posts: len(posts) == 2)
                await _assert_signed(ses, posts[0])
        archive.close()
        return posts

    refused = asyncio.run(run(is_first=True))
    taken = asyncio.run(run(is_first=False))
    assert [post.answered for post in taken] == [200, 200]
    assert {post.body["MessageId"] for post in taken} == {
        post.body["MessageId"] for post in refused
    }


def test_after_an_hour_of_refusals_sns_gives_up() -> None:
    async def scenario() -> None:
        clock, shelf = LeapingClock(), WatchedShelf()
        async with (
            subscribed([503] * 1000) as inbox,
            mailing(clock=clock, shelf=shelf, event_urls=[inbox.url]) as ses,
        ):
            sent_at = clock.now()
            await ses.send()
            async with asyncio.timeout(5):
                given_up = [await shelf.deleted.get(), await shelf.deleted.get()]
            assert all(key.startswith("errand/") for key in given_up)
            assert timedelta(minutes=59) < clock.now() - sent_at < timedelta(minutes=61)
            assert len(inbox.posts) > 100

    asyncio.run(scenario())
