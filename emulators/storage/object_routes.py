"""Objects over HTTP: reading, listing, changing, deleting."""

from __future__ import annotations

from aiohttp import web

from emulators.storage.buckets import Buckets
from emulators.storage.listing import ListQuery, list_objects
from emulators.storage.object_view import ObjectView, content_response
from emulators.storage.objects import Objects
from emulators.storage.reading import (
    bucket_name,
    conditions,
    generation,
    json_body,
    object_name,
)
from emulators.storage.refusals import not_served
from emulators.storage.resources import Json, StoredObject
from emulators.storage.settings import OF_OBJECT, Settings, patched, replaced


class ObjectRoutes:
    def __init__(self, buckets: Buckets, objects: Objects) -> None:
        self._buckets = buckets
        self._objects = objects
        self._view = ObjectView(buckets)

    def routes(self) -> list[web.RouteDef]:
        collection = "/storage/v1/b/{bucket}/o"
        one = collection + "/{object}"
        return [
            web.get(collection, self._list),
            web.get(one, self._get),
            web.get("/download" + one, self._download),
            web.patch(one, self._patch),
            web.put(one, self._update),
            web.delete(one, self._delete),
        ]

    async def _list(self, request: web.Request) -> web.Response:
        bucket = self._buckets.get(bucket_name(request))
        page = list_objects(self._objects.in_bucket(bucket.name), ListQuery.read(request.query))
        answer: Json = {
            "kind": "storage#objects",
            "items": [self._view.resource(request, stored) for stored in page.objects],
        }
        if page.prefixes:
            answer["prefixes"] = page.prefixes
        if page.next_token:
            answer["nextPageToken"] = page.next_token
        return web.json_response(answer)

    async def _get(self, request: web.Request) -> web.Response:
        if request.query.get("alt") == "media":
            return await self._download(request)
        stored = self._found(request)
        conditions(request).check_read(stored.version)
        return self._view.shown(request, stored)

    async def _download(self, request: web.Request) -> web.Response:
        stored, content = self._objects.get_with_content(
            bucket_name(request), object_name(request), generation(request)
        )
        conditions(request).check_read(stored.version)
        return content_response(request, stored, content)

    async def _patch(self, request: web.Request) -> web.Response:
        asked, stored = await json_body(request), self._found(request)
        return self._change(request, stored, asked, patched(stored.settings, asked, OF_OBJECT))

    async def _update(self, request: web.Request) -> web.Response:
        asked, stored = await json_body(request), self._found(request)
        return self._change(request, stored, asked, replaced(asked, OF_OBJECT))

    def _change(
        self, request: web.Request, stored: StoredObject, asked: Json, settings: Settings
    ) -> web.Response:
        if asked.get("retention"):
            raise not_served("Retention of single objects is not served.")
        changed = self._objects.change(stored, settings, conditions(request))
        return self._view.shown(request, changed)

    async def _delete(self, request: web.Request) -> web.Response:
        self._objects.delete(self._found(request), conditions(request))
        return web.Response(status=204)

    def _found(self, request: web.Request) -> StoredObject:
        return self._objects.get(bucket_name(request), object_name(request), generation(request))
