from __future__ import annotations

import asyncio
import socket
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from emulators.control import followers
from emulators.control.followers import DoesNotFollow, Followers
from emulators.supervisor.clock_channels import FOLLOW, FOLLOWS, open_channels, read, written


@contextmanager
def channels(*names: str) -> Iterator[tuple[Followers, dict[str, socket.socket]]]:
    opened = open_channels(names)
    for end in opened.function_ends.values():
        end.setblocking(False)
    try:
        yield Followers(opened.cloud_ends), dict(opened.function_ends)
    finally:
        opened.close()


async def answer(end: socket.socket) -> bytes:
    """What a function's process does."""
    loop = asyncio.get_running_loop()
    word = await loop.sock_recv(end, 100)
    end.send(FOLLOWS)
    return word


def test_everybody_has_said_that_they_follow_before_the_clock_moves() -> None:
    async def scenario() -> tuple[bool, list[bytes]]:
        with channels("a", "b") as (crowd, ends):
            crowd.open()
            following = asyncio.create_task(crowd.follow())
            words = [await answer(ends["a"])]
            await asyncio.sleep(0.01)
            early = following.done()
            words.append(await answer(ends["b"]))
            await asyncio.wait_for(following, 5)
            crowd.close()
            return early, words

    assert asyncio.run(scenario()) == (False, [FOLLOW, FOLLOW])


def test_whoever_follows_is_not_asked_again_until_it_is_forgotten() -> None:
    async def scenario() -> list[bool]:
        with channels("a") as (crowd, ends):
            crowd.open()
            asked = []
            for forgotten in (False, False, True):
                if forgotten:
                    crowd.forget()
                following = asyncio.create_task(crowd.follow())
                await asyncio.sleep(0.01)
                asked.append(not following.done())
                if not following.done():
                    await answer(ends["a"])
                await following
            crowd.close()
            return asked

    assert asyncio.run(scenario()) == [True, False, True]


def test_one_that_stays_silent_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(followers, "SECONDS_MAX", 0.05)

    async def scenario() -> list[str]:
        with channels("a", "b") as (crowd, ends):
            crowd.open()
            answering = asyncio.create_task(answer(ends["a"]))
            with pytest.raises(DoesNotFollow) as refusal:
                await crowd.follow()
            await answering
            crowd.close()
            return refusal.value.names

    assert asyncio.run(scenario()) == ["b"]


def test_a_message_waits_for_the_next_process_of_a_function() -> None:
    async def scenario() -> None:
        with channels("a") as (crowd, ends):
            crowd.open()
            following = asyncio.create_task(crowd.follow())
            await asyncio.sleep(0.01)  # the process that was there has ended without a word
            await answer(ends["a"])
            await asyncio.wait_for(following, 5)
            assert following.exception() is None
            crowd.close()

    asyncio.run(scenario())


def test_channels_can_be_handed_to_a_process_as_an_argument() -> None:
    opened = open_channels(["a", "b"])
    copies = {name: end.dup() for name, end in opened.cloud_ends.items()}
    handed = read(written(copies))
    handed["b"].send(FOLLOW)
    word = opened.function_ends["b"].recv(100)
    for end in handed.values():
        end.close()
    for copy in copies.values():
        copy.detach()
    opened.close()

    assert (list(handed), word) == (["a", "b"], FOLLOW)
