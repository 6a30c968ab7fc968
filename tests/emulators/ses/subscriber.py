"""An HTTP endpoint that subscribes to the topic, and remembers what it was sent."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Callable, Iterable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

import aiohttp
from aiohttp import web

DEADLINE_SECONDS = 5


@dataclass(frozen=True, slots=True)
class Post:
    headers: dict[str, str]
    body: dict[str, str]
    answered: int

    @property
    def event(self) -> dict[str, Any]:
        event: dict[str, Any] = json.loads(self.body["Message"])
        return event


@dataclass(slots=True)
class Subscriber:
    """Answers notifications with `answers` in turn, and with 200 once they are used up."""

    answers: list[int] = field(default_factory=list)
    confirms: bool = True
    posts: list[Post] = field(default_factory=list)
    questions: list[Post] = field(default_factory=list)
    came: asyncio.Condition = field(default_factory=asyncio.Condition)
    url: str = ""

    async def receive(self, request: web.Request) -> web.Response:
        if request.headers["x-amz-sns-message-type"] != "Notification":
            return await self._answer(request)
        status = self.answers.pop(0) if self.answers else 200
        post = Post(dict(request.headers), json.loads(await request.text()), status)
        async with self.came:
            self.posts.append(post)
            self.came.notify_all()
        return web.Response(status=status)

    async def _answer(self, request: web.Request) -> web.Response:
        """To be subscribed, or to be so again, one visits the address in the question."""
        question = Post(dict(request.headers), json.loads(await request.text()), 200)
        async with self.came:
            self.questions.append(question)
            self.came.notify_all()
        if self.confirms:
            await visit(question.body["SubscribeURL"])
        return web.Response()

    async def asked(self, count: int = 1) -> Post:
        """What SNS itself wanted the last time, once it has asked so often."""
        async with asyncio.timeout(DEADLINE_SECONDS), self.came:
            await self.came.wait_for(lambda: len(self.questions) >= count)
        return self.questions[-1]

    async def after(self, enough: Callable[[list[Post]], bool]) -> list[Post]:
        """All posts so far, once they are `enough`."""
        async with asyncio.timeout(DEADLINE_SECONDS), self.came:
            await self.came.wait_for(lambda: enough(self.posts))
        return self.posts

    async def events(self, *kinds: str) -> dict[str, Post]:
        """The latest post of each event type, once all of `kinds` have come."""
        posts = await self.after(lambda posts: set(kinds) <= {_kind(post) for post in posts})
        return {_kind(post): post for post in posts}


async def visit(url: str) -> tuple[int, str]:
    async with aiohttp.ClientSession() as session, session.get(url) as response:
        return response.status, await response.text()


def _kind(post: Post) -> str:
    kind: str = post.event["eventType"]
    return kind


@asynccontextmanager
async def subscribed(
    answers: Iterable[int] = (), *, confirms: bool = True
) -> AsyncIterator[Subscriber]:
    subscriber = Subscriber(list(answers), confirms)
    application = web.Application()
    application.add_routes([web.post("/webhooks/ses", subscriber.receive)])
    runner = web.AppRunner(application)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    subscriber.url = f"http://127.0.0.1:{runner.addresses[0][1]}/webhooks/ses"
    try:
        yield subscriber
    finally:
        await runner.cleanup()
