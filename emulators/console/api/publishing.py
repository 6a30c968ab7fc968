"""Publishing by hand, and taking from a subscription, by Pub/Sub's own API."""

from __future__ import annotations

import base64
from collections.abc import Iterator, Mapping
from http import HTTPStatus
from typing import Annotated, Any

from aiohttp import web
from pydantic import Base64Bytes, BaseModel, ConfigDict, Field

from emulators.console.api.desk import Desk
from emulators.control.bodies import read_object
from emulators.control.problems import Problem
from emulators.supervisor.ports import local_url

_TAKEN_MAX = 100
_OURS = ("googclient_", "CloudPubSubDeadLetterSource")
# Attributes that Pub/Sub has put there: nobody else may set the first, and the second are history.


class Draft(BaseModel):
    """`body` is text; `data`, in base 64, takes its place for what is no text."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    body: str = ""
    data: Base64Bytes | None = None
    attributes: Mapping[str, str] = {}
    ordering_key: str = ""


class Taking(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    count: Annotated[int, Field(ge=1, le=_TAKEN_MAX)] = 10


class Publishing:
    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def routes(self) -> Iterator[web.RouteDef]:
        yield web.post("/topics/{topic}/publish", self._publish)
        yield web.post("/subscriptions/{subscription}/take", self._take)

    async def _publish(self, request: web.Request) -> web.Response:
        draft = Draft.model_validate(await read_object(request))
        data = draft.body.encode() if draft.data is None else draft.data
        attributes = {
            name: value for name, value in draft.attributes.items() if not name.startswith(_OURS)
        }
        message = {
            "data": base64.b64encode(data).decode(),
            "attributes": attributes,
            "orderingKey": draft.ordering_key,
        }
        name = f"topics/{request.match_info['topic']}:publish"
        return web.json_response(await self._ask(name, {"messages": [message]}))

    async def _take(self, request: web.Request) -> web.Response:
        """Pull messages and acknowledge them: they are gone from the subscription."""
        taking = Taking.model_validate(await read_object(request))
        name = f"subscriptions/{request.match_info['subscription']}"
        pull = {"maxMessages": taking.count, "returnImmediately": True}
        received = (await self._ask(f"{name}:pull", pull)).get("receivedMessages", [])
        if received:
            ack_ids = [one["ackId"] for one in received]
            await self._ask(f"{name}:acknowledge", {"ackIds": ack_ids})
        return web.json_response({"messages": [one["message"] for one in received]})

    async def _ask(self, method: str, body: Mapping[str, Any]) -> dict[str, Any]:
        desk = self._desk
        url = f"{local_url(desk.ports.pubsub_rest)}/v1/projects/{desk.topology.project}/{method}"
        async with desk.http.post(url, json=body) as response:
            answer: dict[str, Any] = await response.json(content_type=None)
            if response.status != HTTPStatus.OK:
                said = answer.get("error", {}).get("message", response.reason)
                raise Problem(HTTPStatus.BAD_GATEWAY, f"Pub/Sub says: {said}")
            return answer
