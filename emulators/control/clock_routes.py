"""`/v1/clock`: what time it is, and moving it."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial
from http import HTTPStatus
from typing import Any, Literal, Self

from aiohttp import web
from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, model_validator

from emulators.clock.clock import Clock
from emulators.clock.timeline import Timeline
from emulators.control.bodies import read_object
from emulators.control.controlled import Controlled
from emulators.control.followers import DoesNotFollow
from emulators.control.problems import Problem

_YEARS_MAX = timedelta(days=3660)


class Move(BaseModel):
    """One of them. `leap` skips the time between instead of letting it pass."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    advance_seconds: float | None = Field(None, ge=0, le=_YEARS_MAX.total_seconds())
    to: AwareDatetime | None = None
    pause: Literal[True] | None = None
    resume: Literal[True] | None = None
    speed: float | None = Field(None, gt=0, le=100_000)
    leap: bool = False

    @model_validator(mode="after")
    def _one_of_them(self) -> Self:
        moves = (self.advance_seconds, self.to, self.pause, self.resume, self.speed)
        if sum(move is not None for move in moves) != 1:
            raise ValueError("give one of advance_seconds, to, pause, resume and speed")
        return self


class ClockRoutes:
    def __init__(self, cloud: Controlled) -> None:
        self._cloud = cloud

    def routes(self) -> Iterator[web.RouteDef]:
        yield web.get("/v1/clock", self._show)
        yield web.post("/v1/clock", self._move)

    async def _show(self, _: web.Request) -> web.Response:
        return web.json_response(shown(self._cloud.clock))

    async def _move(self, request: web.Request) -> web.Response:
        """Answers when it is the time that was asked for, and every process knows it."""
        move = Move.model_validate(await read_object(request))
        try:
            timers_run = await self._moved(move)
        except DoesNotFollow as error:
            detail = f"{error}: the clock was not moved, because not everybody would follow"
            raise Problem(HTTPStatus.SERVICE_UNAVAILABLE, detail, processes=error.names) from error
        return web.json_response({**shown(self._cloud.clock), "timers_run": timers_run})

    async def _moved(self, move: Move) -> int:
        now = self._cloud.clock.now()
        when = _target(move, now)
        if when is None:
            await self._cloud.follow(partial(_at_speed, speed=_speed(move)))
        elif move.leap:
            await self._cloud.follow(partial(_ahead, by=when - now))
        else:
            return await self._cloud.walk_to(when)
        return 0


def shown(clock: Clock) -> dict[str, Any]:
    now, timeline = clock.now(), clock.timeline
    machine_ns = time.time_ns()
    return {
        "now": now.isoformat(),
        "offset_seconds": round((timeline.at(machine_ns) - machine_ns) / 1e9, 6),
        "speed": timeline.speed,
        "is_paused": timeline.speed == 0,
    }


def _target(move: Move, now: datetime) -> datetime | None:
    """The instant to go to, if it is a matter of going anywhere."""
    if move.advance_seconds is not None:
        return now + timedelta(seconds=move.advance_seconds)
    if move.to is None:
        return None
    if not now <= move.to <= now + _YEARS_MAX:
        detail = f"it is {now.isoformat()}: time goes forward, and no more than ten years at once"
        raise Problem(HTTPStatus.CONFLICT, detail)
    return move.to


def _ahead(timeline: Timeline, by: timedelta) -> Timeline:
    by_ns = by // timedelta(microseconds=1) * 1000
    return replace(timeline, virtual_ns=timeline.virtual_ns + by_ns)


def _at_speed(timeline: Timeline, speed: float) -> Timeline:
    """The same time now, and another from now on."""
    machine_ns = time.time_ns()
    return Timeline(timeline.at(machine_ns), machine_ns, speed)


def _speed(move: Move) -> float:
    if move.speed is not None:
        return move.speed
    return 0.0 if move.pause else 1.0
