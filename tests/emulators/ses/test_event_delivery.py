"""What SNS posts for a message, checked the way a subscriber has to check it."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from pathlib import Path

from emulators.archives.lasting import Lasting
from tests.emulators.ses.leaping_clock import LeapingClock
from tests.emulators.ses.mailer import mailing
from tests.emulators.ses.signed_posts import assert_signed, to
from tests.emulators.ses.subscriber import Post, subscribed
from tests.emulators.ses.watched_shelf import WatchedShelf


def test_an_endpoint_that_fails_is_asked_again_with_the_same_notification() -> None:
    async def scenario() -> None:
        async with (
            subscribed([503, 500, 302]) as inbox,
            mailing(clock=LeapingClock(), event_urls=[inbox.url]) as ses,
        ):
            await ses.send(**to("success@simulator.amazonses.com"))
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
                await assert_signed(ses, posts[0])
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
