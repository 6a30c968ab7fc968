"""Google's JSON API, as far as it is used without a client library: publish."""

from __future__ import annotations

import json
from http import HTTPStatus
from typing import Any

import grpc
from aiohttp import web
from google.protobuf import json_format
from google.pubsub_v1 import types

from emulators.pubsub.publisher_service import PublisherService
from emulators.pubsub.refusals import Refused, invalid

BODY_BYTES_MAX = 16 * 1024 * 1024  # ten megabytes of data, in base64, and some air
_HTTP_STATUS = {
    grpc.StatusCode.INVALID_ARGUMENT: HTTPStatus.BAD_REQUEST,
    grpc.StatusCode.NOT_FOUND: HTTPStatus.NOT_FOUND,
}


class RestApi:
    def __init__(self, publisher: PublisherService) -> None:
        self._publisher = publisher

    def application(self) -> web.Application:
        application = web.Application(client_max_size=BODY_BYTES_MAX)
        application.router.add_post("/v1/projects/{project}/topics/{topic}:publish", self._publish)
        return application

    async def _publish(self, request: web.Request) -> web.Response:
        topic = "projects/{project}/topics/{topic}".format(**request.match_info)
        try:
            response = self._publisher.publish(_publish_request(topic, await request.read()))
        except Refused as refused:
            return _error(refused)
        return _json(HTTPStatus.OK, {"messageIds": list(response.message_ids)})


def _publish_request(topic: str, body: bytes) -> Any:
    request = types.PublishRequest.pb()()
    try:
        json_format.Parse(body, request)
    except json_format.ParseError as error:
        raise invalid(f"Invalid JSON payload received. {error}") from error
    request.topic = topic
    return request


def _error(refused: Refused) -> web.Response:
    status = _HTTP_STATUS[refused.code]
    error = {"code": status.value, "message": refused.text, "status": refused.code.name}
    return _json(status, {"error": error})


def _json(status: HTTPStatus, content: dict[str, Any]) -> web.Response:
    text = json.dumps(content, indent=2) + "\n"
    return web.Response(status=status, text=text, content_type="application/json")
