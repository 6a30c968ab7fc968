"""Notification configurations over HTTP."""

from __future__ import annotations

import re

from aiohttp import web

from emulators.storage.buckets import Buckets
from emulators.storage.events import TYPES
from emulators.storage.notifier import TOPIC_SERVICE, WITH_RESOURCE
from emulators.storage.reading import base_url, bucket_name, json_body
from emulators.storage.refusals import Refused, invalid, not_found
from emulators.storage.resources import Bucket, Json, etag

NOTIFICATIONS_MAX = 100
_ATTRIBUTES_MAX = 5
_FORMATS = frozenset({WITH_RESOURCE, "NONE"})
_TOPIC = re.compile(rf"({re.escape(TOPIC_SERVICE)})?(projects/[^/]+/topics/[^/]+)")
_FIELDS = ("topic", "payload_format", "event_types", "custom_attributes", "object_name_prefix")


class NotificationRoutes:
    def __init__(self, buckets: Buckets) -> None:
        self._buckets = buckets

    def routes(self) -> list[web.RouteDef]:
        collection = "/storage/v1/b/{bucket}/notificationConfigs"
        one = collection + "/{notification}"
        return [
            web.get(collection, self._list),
            web.post(collection, self._create),
            web.get(one, self._get),
            web.delete(one, self._delete),
        ]

    async def _list(self, request: web.Request) -> web.Response:
        bucket = self._found(request)
        items = [_resource(request, bucket, dict(kept)) for kept in bucket.notifications]
        return web.json_response({"kind": "storage#notifications", "items": items})

    async def _create(self, request: web.Request) -> web.Response:
        bucket, asked = self._found(request), await json_body(request)
        if len(bucket.notifications) >= NOTIFICATIONS_MAX:
            raise invalid(f"Too many notification configs. The maximum is {NOTIFICATIONS_MAX}.")
        number = max((int(kept["id"]) for kept in bucket.notifications), default=0) + 1
        created = {**_checked(asked), "id": str(number)}
        changed = self._buckets.set_notifications(bucket, (*bucket.notifications, created))
        return web.json_response(_resource(request, changed, created))

    async def _get(self, request: web.Request) -> web.Response:
        bucket = self._found(request)
        return web.json_response(_resource(request, bucket, _one(request, bucket)))

    async def _delete(self, request: web.Request) -> web.Response:
        bucket = self._found(request)
        gone = _one(request, bucket)
        rest = tuple(kept for kept in bucket.notifications if kept["id"] != gone["id"])
        self._buckets.set_notifications(bucket, rest)
        return web.Response(status=204)

    def _found(self, request: web.Request) -> Bucket:
        return self._buckets.get(bucket_name(request))


def _one(request: web.Request, bucket: Bucket) -> Json:
    wanted = request.match_info["notification"]
    for kept in bucket.notifications:
        if kept["id"] == wanted:
            return dict(kept)
    raise not_found(f"The specified notification {wanted} does not exist.")


def _resource(request: web.Request, bucket: Bucket, kept: Json) -> Json:
    path = f"/storage/v1/b/{bucket.name}/notificationConfigs/{kept['id']}"
    return {
        **kept,
        "kind": "storage#notification",
        "selfLink": f"{base_url(request)}{path}",
        "etag": etag(0, int(kept["id"])),
    }


def _checked(asked: Json) -> Json:
    """Return what is kept of a new configuration; 400 for what production does not take."""
    for field in ("topic", "payload_format"):
        if not asked.get(field):
            message = f"A notification must have a non-empty '{field}' field."
            raise Refused(400, "required", message)
    topic = _TOPIC.fullmatch(str(asked["topic"]))
    if topic is None:
        raise invalid(
            "Invalid Google Cloud Pub/Sub topic. It should look like "
            "'//pubsub.googleapis.com/projects/*/topics/*'."
        )
    if asked["payload_format"] not in _FORMATS:
        raise invalid(f"Invalid payload format: '{asked['payload_format']}'")
    for unknown in sorted(set(asked.get("event_types") or []) - TYPES):
        raise invalid(f"Invalid event type: '{unknown}'")
    if len(asked.get("custom_attributes") or {}) > _ATTRIBUTES_MAX:
        raise invalid(f"Too many custom attributes. The maximum is {_ATTRIBUTES_MAX}.")
    kept = {field: asked[field] for field in _FIELDS if asked.get(field)}
    return {**kept, "topic": TOPIC_SERVICE + topic[2]}
