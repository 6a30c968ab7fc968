"""Buckets over HTTP."""

from __future__ import annotations

from aiohttp import web

from emulators.storage.buckets import Buckets
from emulators.storage.listing import read_limit, read_token, write_token
from emulators.storage.objects import Objects
from emulators.storage.reading import base_url, bucket_name, conditions, json_body
from emulators.storage.refusals import conflict, required
from emulators.storage.resources import Bucket, Json, bucket_resource
from emulators.storage.settings import OF_BUCKET, patched, replaced


class BucketRoutes:
    def __init__(self, buckets: Buckets, objects: Objects) -> None:
        self._buckets = buckets
        self._objects = objects

    def routes(self) -> list[web.RouteDef]:
        collection = "/storage/v1/b"
        one = collection + "/{bucket}"
        return [
            web.get(collection, self._list),
            web.post(collection, self._create),
            web.get(one, self._get),
            web.patch(one, self._patch),
            web.put(one, self._update),
            web.delete(one, self._delete),
            web.post(one + "/lockRetentionPolicy", self._lock_retention_policy),
        ]

    async def _list(self, request: web.Request) -> web.Response:
        prefix, limit = request.query.get("prefix", ""), read_limit(request.query)
        after = read_token(request.query.get("pageToken", ""))
        found = [
            bucket
            for bucket in self._buckets
            if bucket.name.startswith(prefix) and bucket.name > after
        ]
        on_page = found[:limit]
        answer: Json = {
            "kind": "storage#buckets",
            "items": [bucket_resource(bucket, base_url(request)) for bucket in on_page],
        }
        if len(found) > limit:
            answer["nextPageToken"] = write_token(on_page[-1].name)
        return web.json_response(answer)

    async def _create(self, request: web.Request) -> web.Response:
        asked = await json_body(request)
        if not asked.get("name"):
            raise required("name")
        bucket = self._buckets.create(str(asked["name"]), replaced(asked, OF_BUCKET))
        return _shown(request, bucket)

    async def _get(self, request: web.Request) -> web.Response:
        bucket = self._found(request)
        conditions(request).check_read(bucket.version)
        return _shown(request, bucket)

    async def _patch(self, request: web.Request) -> web.Response:
        asked, bucket = await json_body(request), self._found(request)
        settings = patched(bucket.settings, asked, OF_BUCKET)
        return _shown(request, self._buckets.change(bucket, settings, conditions(request)))

    async def _update(self, request: web.Request) -> web.Response:
        asked, bucket = await json_body(request), self._found(request)
        settings = replaced(asked, OF_BUCKET)
        return _shown(request, self._buckets.change(bucket, settings, conditions(request)))

    async def _delete(self, request: web.Request) -> web.Response:
        bucket = self._found(request)
        conditions(request).check_write(bucket.version)
        if any(self._objects.in_bucket(bucket.name)):
            raise conflict("The bucket you tried to delete is not empty.")
        self._buckets.remove(bucket)
        return web.Response(status=204)

    async def _lock_retention_policy(self, request: web.Request) -> web.Response:
        asked = conditions(request)
        if asked.metageneration_match is None:
            raise required("ifMetagenerationMatch")
        return _shown(request, self._buckets.lock_retention_policy(self._found(request), asked))

    def _found(self, request: web.Request) -> Bucket:
        return self._buckets.get(bucket_name(request))


def _shown(request: web.Request, bucket: Bucket) -> web.Response:
    return web.json_response(bucket_resource(bucket, base_url(request)))
