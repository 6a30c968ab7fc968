"""What SNS posts for a message, checked the way a subscriber has to check it."""

from __future__ import annotations

import asyncio
from email.message import EmailMessage

from emulators.ses.sending.delivery import EICAR
from tests.emulators.ses.leaping_clock import LeapingClock
from tests.emulators.ses.mailer import TOPIC_ARN, a_receipt, mailing
from tests.emulators.ses.signed_posts import TAG, assert_signed, to
from tests.emulators.ses.subscriber import subscribed


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
                await assert_signed(ses, post)

    asyncio.run(scenario())


def test_the_simulator_s_bounce_address_bounces() -> None:
    async def scenario() -> None:
        async with (
            subscribed() as inbox,
            mailing(clock=LeapingClock(), event_urls=[inbox.url]) as ses,
        ):
            await ses.send(**to("bounce+a@simulator.amazonses.com"), EmailTags=[TAG])
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
            await ses.send(**to("complaint@simulator.amazonses.com"))
            post = (await inbox.events("Send", "Delivery", "Complaint"))["Complaint"]
            assert post.event["complaint"]["complaintFeedbackType"] == "abuse"

    asyncio.run(scenario())


def test_the_simulator_s_absent_recipient_gets_the_mail_and_an_automatic_answer_comes() -> None:
    async def scenario() -> None:
        async with (
            subscribed() as inbox,
            mailing(clock=LeapingClock(), event_urls=[inbox.url]) as ses,
        ):
            await ses.send(**to("ooto@simulator.amazonses.com"))
            post = (await inbox.events("Send", "Delivery", "Bounce"))["Bounce"]
            assert post.event["bounce"]["bounceType"] == "Transient"
            assert post.event["bounce"]["bounceSubType"] == "General"

    asyncio.run(scenario())


def test_a_virus_is_taken_and_then_rejected() -> None:
    async def scenario() -> None:
        async with (
            subscribed() as inbox,
            mailing(clock=LeapingClock(), event_urls=[inbox.url]) as ses,
        ):
            mail = EmailMessage()
            mail["To"] = "ebba@example.org"
            mail.set_content("see attachment")
            mail.add_attachment(EICAR, "application", "octet-stream", filename="eicar.com")
            await ses.send(mail.as_bytes())
            events = await inbox.events("Send", "Reject")
            assert events["Reject"].event["reject"] == {"reason": "Bad content"}
            assert len(inbox.posts) == 2

    asyncio.run(scenario())


def test_a_recipient_may_open_the_mail_and_click_on_a_link_in_it() -> None:
    async def scenario() -> None:
        async with (
            subscribed() as inbox,
            mailing(clock=LeapingClock(), event_urls=[inbox.url]) as ses,
        ):
            message_id = await ses.send()
            link = "https://shop.example/orders/7F3K"
            await ses.post("/_outbox/messages/1/opens", {})
            await ses.post("/_outbox/messages/1/clicks", {"link": link})
            events = await inbox.events("Send", "Delivery", "Open", "Click")
            assert events["Open"].event["mail"]["messageId"] == message_id
            assert events["Click"].event["click"]["link"] == link

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
