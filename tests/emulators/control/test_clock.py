from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest

from emulators.clock.clock import Clock
from emulators.clock.timeline import Timeline

HOUR = timedelta(hours=1)
DAY = timedelta(days=1)


def seen_by(clock: Clock, seen: list[datetime]) -> Callable[[], None]:
    return lambda: seen.append(clock.now())


def test_each_timer_of_a_walk_sees_the_instant_it_was_due_at() -> None:
    async def scenario() -> tuple[list[datetime], list[datetime]]:
        clock, seen = Clock(), list[datetime]()
        begin = clock.now()
        dues = [begin + 3 * DAY, begin + DAY, begin + 2 * DAY]
        for due_at in dues:
            clock.call_at(due_at, seen_by(clock, seen))
        await clock.walk_to(begin + 4 * DAY)
        return seen, sorted(dues)

    seen, dues = asyncio.run(scenario())
    assert seen == dues


def test_timers_for_the_same_instant_run_in_the_order_they_were_set_in() -> None:
    async def scenario() -> list[int]:
        clock, order = Clock(), list[int]()
        due_at = clock.now() + HOUR
        for number in range(5):
            clock.call_at(due_at, lambda number=number: order.append(number))  # type: ignore[misc]
        await clock.walk_to(due_at)
        return order

    assert asyncio.run(scenario()) == [0, 1, 2, 3, 4]


def test_a_timer_set_by_a_timer_runs_at_its_own_instant_in_the_same_walk() -> None:
    async def scenario() -> list[timedelta]:
        clock, seen = Clock(), list[timedelta]()
        begin = clock.now()

        def again() -> None:
            seen.append(clock.now() - begin)
            clock.call_after(DAY, again)

        clock.call_at(begin + DAY, again)
        await clock.walk_to(begin + 3 * DAY + HOUR)
        return seen

    assert asyncio.run(scenario()) == [DAY, 2 * DAY, 3 * DAY]


def test_a_task_that_waits_again_and_again_is_woken_at_every_instant() -> None:
    async def scenario() -> list[timedelta]:
        clock, seen = Clock(), list[timedelta]()
        begin = clock.now()

        async def daily() -> None:
            for day in (1, 2, 3):
                await clock.wait_until(begin + day * DAY)
                await asyncio.sleep(0)
                seen.append(clock.now() - begin)

        task = asyncio.create_task(daily())
        await clock.walk_to(begin + 5 * DAY)
        await task
        return seen

    assert asyncio.run(scenario()) == [DAY, 2 * DAY, 3 * DAY]


def test_a_walk_waits_for_work_that_goes_on_outside_of_the_loop() -> None:
    async def scenario() -> list[str]:
        clock, happened = Clock(), list[str]()
        begin = clock.now()

        def send() -> None:
            let_go = clock.hold()

            def answered() -> None:
                happened.append(f"answered {(clock.now() - begin).days}")
                let_go()

            asyncio.get_running_loop().call_later(0.02, answered)

        clock.call_at(begin + DAY, send)
        clock.call_at(begin + 2 * DAY, lambda: happened.append("next"))
        await clock.walk_to(begin + 2 * DAY)
        return happened

    assert asyncio.run(scenario()) == ["answered 1", "next"]


def test_after_a_walk_time_goes_on_from_where_it_came_to() -> None:
    async def scenario() -> tuple[timedelta, int]:
        clock = Clock()
        target = clock.now() + DAY
        count = await clock.walk_to(target)
        late = clock.now() - target
        ran = asyncio.Event()
        clock.call_after(timedelta(milliseconds=5), ran.set)
        await asyncio.wait_for(ran.wait(), 5)
        return late, count

    late, count = asyncio.run(scenario())
    assert timedelta() <= late < timedelta(seconds=1)
    assert count == 0


def test_a_leap_runs_what_came_due_late_but_in_order() -> None:
    async def scenario() -> tuple[list[int], bool]:
        clock, order, late = Clock(), list[int](), list[datetime]()
        begin = clock.now()
        done = asyncio.Event()
        for day in (3, 1, 2):
            clock.call_at(begin + day * DAY, lambda day=day: order.append(day))  # type: ignore[misc]
        clock.call_at(begin + DAY, seen_by(clock, late))
        clock.call_at(begin + 4 * DAY, done.set)
        clock.advance(5 * DAY)
        await asyncio.wait_for(done.wait(), 5)
        return order, late[0] >= begin + 5 * DAY

    assert asyncio.run(scenario()) == ([1, 2, 3], True)


def test_a_clock_that_stands_still_runs_no_timer_until_it_goes_on() -> None:
    async def scenario() -> tuple[datetime, datetime, bool, bool]:
        clock, ran = Clock(), asyncio.Event()
        clock.run_at(0)
        before = clock.now()
        clock.call_after(timedelta(milliseconds=1), ran.set)
        await asyncio.sleep(0.02)
        after, ran_while_paused = clock.now(), ran.is_set()
        clock.run_at(1)
        await asyncio.wait_for(ran.wait(), 5)
        return before, after, ran_while_paused, ran.is_set()

    before, after, ran_while_paused, ran_in_the_end = asyncio.run(scenario())
    assert before == after
    assert (ran_while_paused, ran_in_the_end) == (False, True)


def test_a_fast_clock_runs_its_timers_sooner() -> None:
    async def scenario() -> timedelta:
        clock = Clock()
        begin = clock.now()
        clock.run_at(36_000)
        await asyncio.wait_for(clock.wait_until(begin + HOUR), 5)
        return clock.now() - begin

    assert asyncio.run(scenario()) >= HOUR


def test_a_clock_can_be_walked_while_it_stands_still() -> None:
    async def scenario() -> tuple[datetime, datetime]:
        clock = Clock()
        clock.run_at(0)
        target = clock.now() + DAY
        await clock.walk_to(target)
        return clock.now(), target

    now, target = asyncio.run(scenario())
    assert now == target


def test_a_cancelled_timer_does_not_run_not_even_when_one_before_it_cancels_it() -> None:
    async def scenario() -> list[str]:
        clock, ran = Clock(), list[str]()
        begin = clock.now()
        cancels: list[Callable[[], None]] = []
        clock.call_at(begin + HOUR, lambda: cancels[0]())  # noqa: PLW0108 - it is not there yet
        cancels.append(clock.call_at(begin + HOUR, lambda: ran.append("cancelled")))
        for _ in range(1000):
            clock.call_at(begin + HOUR, lambda: ran.append("cancelled"))()
        clock.call_at(begin + HOUR, lambda: ran.append("kept"))
        await clock.walk_to(begin + DAY)
        return ran

    assert asyncio.run(scenario()) == ["kept"]


def test_a_timer_that_fails_keeps_no_other_from_running() -> None:
    async def scenario() -> tuple[list[str], list[str]]:
        clock, ran, told = Clock(), list[str](), list[str]()
        asyncio.get_running_loop().set_exception_handler(
            lambda _, context: told.append(str(context["exception"]))
        )

        def fail() -> None:
            raise OSError("no luck")

        clock.call_after(HOUR, fail)
        clock.call_after(HOUR, lambda: ran.append("the other"))
        await clock.walk_to(clock.now() + DAY)
        return ran, told

    assert asyncio.run(scenario()) == (["the other"], ["no luck"])


def test_two_walks_at_once_are_refused() -> None:
    async def scenario() -> None:
        clock = Clock()
        first = asyncio.create_task(clock.walk_to(clock.now() + DAY))
        await asyncio.sleep(0)
        with pytest.raises(RuntimeError, match="on its way"):
            await clock.walk_to(clock.now() + DAY)
        with pytest.raises(RuntimeError, match="on its way"):
            clock.advance(DAY)
        await first

    asyncio.run(scenario())


def test_whoever_follows_is_told_every_step_before_a_timer_runs() -> None:
    async def scenario() -> list[str]:
        told: list[str] = []
        begin = datetime(2030, 1, 1, tzinfo=UTC)
        line = Timeline(int(begin.timestamp()) * 10**9, 0, 0.0)
        clock = Clock(line, lambda moved: told.append(f"day {_days(moved, begin)}"))
        clock.call_at(begin + DAY, lambda: told.append("timer"))
        await clock.walk_to(begin + 2 * DAY)
        return told

    told = asyncio.run(scenario())
    assert told.index("day 1") < told.index("timer") < told.index("day 2")


def _days(timeline: Timeline, begin: datetime) -> int:
    return int(timeline.virtual_ns - begin.timestamp() * 10**9) // (86_400 * 10**9)
