"""An HTTP endpoint that is subscribed to the topic, and remembers what it was sent."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Callable, Iterable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

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
    """Answers with `answers` in turn, and with 200 once they are used up."""

    answers: list[int] = field(default_factory=list)
    posts: list[Post] = field(default_factory=list)
    came: asyncio.Condition = field(default_factory=asyncio.Condition)
    url: str = ""

    async def receive(self, request: web.Request) -> web.Response:
        status = self.answers.pop(0) if self.answers else 200
        post = Post(dict(request.headers), json.loads(await request.text()), status)
        async with self.came:
            self.posts.append(post)
            self.came.notify_all()
        return web.Response(status=status)

    async def after(self, enough: Callable[[list[Post]], bool]) -> list[Post]:
        """All posts so far, once they are `enough`."""
        async with asyncio.timeout(DEADLINE_SECONDS), self.came:
            await self.came.wait_for(lambda: enough(self.posts))
        return self.posts

    async def events(self, *kinds: str) -> dict[str, Post]:
        """The latest post of each event type, once all of `kinds` have come."""
        posts = await self.after(lambda posts: set(kinds) <= {_kind(post) for post in posts})
        return {_kind(post): post for post in posts}


def _kind(post: Post) -> str:
    kind: str = post.event["eventType"]
    return kind


@asynccontextmanager
async def subscribed(answers: Iterable[int] = ()) -> AsyncIterator[Subscriber]:
    subscriber = Subscriber(list(answers))
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
