"""How much an account may send, when it may not, and to whom it does not."""

from __future__ import annotations

import asyncio
import time
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from botocore.exceptions import ClientError

from emulators.archives.lasting import Lasting
from emulators.clock.clock import Clock
from emulators.clock.timeline import Timeline
from emulators.ses.resources.quota import Allowance
from tests.emulators.ses.leaping_clock import LeapingClock
from tests.emulators.ses.mailer import SENDER, Mailer, a_receipt, mailing
from tests.emulators.ses.subscriber import subscribed

EBBA = {"EmailAddress": "ebba@example.org"}


async def _refusal(ses: Mailer, **more: Any) -> tuple[str, int]:
    with pytest.raises(ClientError) as refused:
        await ses.send(**more)
    answer = refused.value.response
    return answer["Error"]["Code"], answer["ResponseMetadata"]["HTTPStatusCode"]


def _a_clock_that_stands() -> Clock:
    now_ns = time.time_ns()
    return Clock(Timeline(now_ns, now_ns, 0))


def test_too_many_in_a_second_are_told_to_wait_and_time_makes_up_for_it() -> None:
    async def scenario() -> None:
        clock = _a_clock_that_stands()
        async with mailing(clock=clock, allowance=Allowance(1000, 2)) as ses:
            await ses.send()
            await ses.send()
            assert await _refusal(ses) == ("TooManyRequestsException", 429)
            clock.advance(timedelta(seconds=0.5))
            await ses.send(Destination={"ToAddresses": ["a@example.org", "b@example.org"]})
            clock.advance(timedelta(seconds=0.5))
            assert await _refusal(ses) == ("TooManyRequestsException", 429)  # two at once: a debt
            clock.advance(timedelta(seconds=0.5))
            await ses.send()

    asyncio.run(scenario())


def test_those_who_send_at_the_same_time_share_one_rate() -> None:
    async def scenario() -> None:
        async with mailing(clock=_a_clock_that_stands(), allowance=Allowance(1000, 3)) as ses:
            answers = await asyncio.gather(*(ses.send() for _ in range(8)), return_exceptions=True)
            assert sum(isinstance(answer, str) for answer in answers) == 3
            assert len(await ses.get("/_outbox/messages")) == 3

    asyncio.run(scenario())


def test_what_was_sent_in_a_day_counts_across_a_restart(tmp_path: Path) -> None:
    async def run(clock: Clock, sent: int) -> None:
        archive = Lasting(tmp_path / "cloud.sqlite")
        shelf, allowance = archive.shelf("ses"), Allowance(2, 10)
        async with mailing(clock=clock, shelf=shelf, allowance=allowance) as ses:
            quota = (await ses.call("get_account"))["SendQuota"]
            assert quota == {"Max24HourSend": 2, "MaxSendRate": 10, "SentLast24Hours": sent}
            for _ in range(2 - sent):
                await ses.send()
            simulator = {"ToAddresses": ["success@simulator.amazonses.com"]}
            assert await _refusal(ses, Destination=simulator) == ("TooManyRequestsException", 429)
        archive.close()

    clock = Clock()
    asyncio.run(run(clock, sent=0))
    asyncio.run(run(clock, sent=2))
    clock.advance(timedelta(hours=24))
    asyncio.run(run(clock, sent=0))


def test_in_the_sandbox_recipients_have_to_be_verified_except_the_simulator_s() -> None:
    async def scenario() -> None:
        async with mailing(clock=_a_clock_that_stands()) as ses:
            details = {"MailType": "TRANSACTIONAL", "WebsiteURL": "https://shop.example"}
            await ses.call("put_account_details", **details, ProductionAccessEnabled=False)
            account = await ses.call("get_account")
            assert account["Details"]["WebsiteURL"] == "https://shop.example"
            assert account["SendQuota"]["MaxSendRate"] == 1
            assert await _refusal(ses) == ("MessageRejected", 400)
            await ses.send(Destination={"ToAddresses": ["success@simulator.amazonses.com"]})

    asyncio.run(scenario())


def test_an_account_or_a_configuration_set_that_is_paused_takes_nothing() -> None:
    async def scenario() -> None:
        async with mailing() as ses:
            await ses.call("put_account_sending_attributes", SendingEnabled=False)
            assert await _refusal(ses) == ("SendingPausedException", 400)
            await ses.call("put_account_sending_attributes", SendingEnabled=True)
            named = {"ConfigurationSetName": "receipts"}
            operation = "put_configuration_set_sending_options"
            await ses.call(operation, **named, SendingEnabled=False)
            assert await _refusal(ses) == ("SendingPausedException", 400)
            await ses.call("send_email", FromEmailAddress=SENDER, Content=_raw())
            assert len(await ses.get("/_outbox/messages")) == 1

    asyncio.run(scenario())


def _raw() -> dict[str, Any]:
    return {"Raw": {"Data": a_receipt()}}


def test_the_suppression_list_is_kept_by_hand() -> None:
    async def scenario() -> None:
        async with mailing() as ses:
            assert await ses.refusal("get_suppressed_destination", **EBBA) == "NotFoundException"
            await ses.call("put_suppressed_destination", **EBBA, Reason="COMPLAINT")
            other = {"EmailAddress": "ines@example.org", "Reason": "BOUNCE"}
            await ses.call("put_suppressed_destination", **other)
            found = await ses.call("get_suppressed_destination", EmailAddress="EBBA@example.org")
            assert found["SuppressedDestination"]["Reason"] == "COMPLAINT"
            listed = await ses.call("list_suppressed_destinations", Reasons=["BOUNCE"])
            summaries = listed["SuppressedDestinationSummaries"]
            assert [one["EmailAddress"] for one in summaries] == ["ines@example.org"]
            first = await ses.call("list_suppressed_destinations", PageSize=1)
            assert first["SuppressedDestinationSummaries"] == summaries
            await ses.call("delete_suppressed_destination", **EBBA)
            missing = await ses.refusal("delete_suppressed_destination", **EBBA)
            assert missing == "NotFoundException"

    asyncio.run(scenario())


def test_a_suppressed_address_gets_nothing_and_its_event_says_why() -> None:
    async def scenario() -> None:
        async with (
            subscribed() as inbox,
            mailing(clock=LeapingClock(), event_urls=[inbox.url]) as ses,
        ):
            await ses.call("put_suppressed_destination", **EBBA, Reason="BOUNCE")
            await ses.send(Destination={"ToAddresses": ["ebba@example.org", "ines@example.org"]})
            events = await inbox.events("Send", "Bounce", "Delivery")
            bounce = events["Bounce"].event["bounce"]
            assert bounce["bounceSubType"] == "OnAccountSuppressionList"
            assert events["Delivery"].event["delivery"]["recipients"] == ["ines@example.org"]

            await ses.call("put_suppressed_destination", **EBBA, Reason="COMPLAINT")
            await ses.send()
            complaint = (await inbox.events("Complaint"))["Complaint"].event["complaint"]
            assert complaint["complaintSubType"] == "OnAccountSuppressionList"

            await ses.call("put_account_suppression_attributes", SuppressedReasons=["BOUNCE"])
            message_id = await ses.send()
            posts = await inbox.after(
                lambda posts: [post.event["eventType"] for post in posts].count("Delivery") == 2
            )
            assert posts[-1].event["mail"]["messageId"] == message_id

    asyncio.run(scenario())


def test_an_address_that_bounced_is_suppressed_and_the_simulator_s_never_is() -> None:
    async def scenario() -> None:
        async with (
            subscribed() as inbox,
            mailing(clock=LeapingClock(), event_urls=[inbox.url]) as ses,
        ):
            await ses.post("/_outbox/mailboxes/ebba@example.org", {"fate": "bounce"})
            simulator = "bounce@simulator.amazonses.com"
            both = {"ToAddresses": ["ebba@example.org", simulator]}
            message_id = await ses.send(Destination=both)
            found = (await ses.call("get_suppressed_destination", **EBBA))["SuppressedDestination"]
            assert found["Reason"] == "BOUNCE"
            assert found["Attributes"] == {"MessageId": message_id}
            missing = await ses.refusal("get_suppressed_destination", EmailAddress=simulator)
            assert missing == "NotFoundException"
            bounced = (await inbox.events("Bounce"))["Bounce"].event["bounce"]
            assert len(bounced["bouncedRecipients"]) == 2

    asyncio.run(scenario())
