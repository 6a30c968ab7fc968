"""Objects over HTTP: reading, listing, changing, deleting, restoring."""

from __future__ import annotations

from aiohttp import web

from emulators.storage.access.lists import with_object_list
from emulators.storage.buckets import Buckets
from emulators.storage.content_view import content_response
from emulators.storage.encryption import check_key, supplied_key
from emulators.storage.listing import ListQuery, flag, list_objects
from emulators.storage.object_view import ObjectView
from emulators.storage.objects import NewObject, Objects
from emulators.storage.reading import (
    bucket_name,
    conditions,
    generation,
    json_body,
    object_name,
)
from emulators.storage.refusals import required
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
            web.post(one + "/restore", self._restore),
        ]

    async def _list(self, request: web.Request) -> web.Response:
        bucket = self._buckets.get(bucket_name(request))
        page = list_objects(self._objects.in_bucket(bucket), ListQuery.read(request.query))
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
        if flag(request.query, "softDeleted"):
            return self._view.shown(request, self._soft_deleted(request))
        stored = self._found(request)
        conditions(request).check_read(stored.version)
        return self._view.shown(request, stored)

    async def _download(self, request: web.Request) -> web.Response:
        stored = self._found(request)
        conditions(request).check_read(stored.version)
        check_key(stored.encryption, supplied_key(request.headers))
        return content_response(request, stored, self._objects.content(stored))

    async def _patch(self, request: web.Request) -> web.Response:
        asked, stored = await json_body(request), self._found(request)
        return self._change(request, stored, patched(stored.settings, asked, OF_OBJECT))

    async def _update(self, request: web.Request) -> web.Response:
        asked, stored = await json_body(request), self._found(request)
        kept = {"acl": stored.settings.get("acl"), "storageClass": stored.storage_class}
        return self._change(request, stored, replaced({**kept, **asked}, OF_OBJECT))

    def _change(
        self, request: web.Request, stored: StoredObject, settings: Settings
    ) -> web.Response:
        bucket = self._buckets.get(stored.bucket)
        is_kept = settings.get("acl") == stored.settings.get("acl")
        checked = {**settings, "acl": None} if bucket.is_uniform and is_kept else settings
        changed = self._objects.change(
            stored,
            with_object_list(
                checked, bucket, request.query.get("predefinedAcl"), verb="update", is_new=False
            ),
            conditions(request),
            may_override_retention=flag(request.query, "overrideUnlockedRetention"),
        )
        return self._view.shown(request, changed)

    async def _delete(self, request: web.Request) -> web.Response:
        is_named = generation(request) is not None
        self._objects.delete(self._found(request), conditions(request), for_good=is_named)
        return web.Response(status=204)

    async def _restore(self, request: web.Request) -> web.Response:
        """Make a new live generation of a soft-deleted one, which stays where it is."""
        old = self._soft_deleted(request)
        bucket = self._buckets.get(old.bucket)
        settings = dict(old.settings)
        if not flag(request.query, "copySourceAcl"):
            settings.pop("acl", None)
        new = NewObject(
            bucket=old.bucket,
            name=old.name,
            content=self._objects.content(old),
            settings=with_object_list(settings, bucket, None, verb="restore", is_new=True),
            checksums=old.checksums,
            component_count=old.component_count,
            encryption=old.encryption,
        )
        return self._view.shown(request, self._objects.put(new, conditions(request)))

    def _found(self, request: web.Request) -> StoredObject:
        return self._objects.get(bucket_name(request), object_name(request), generation(request))

    def _soft_deleted(self, request: web.Request) -> StoredObject:
        asked = generation(request)
        if asked is None:
            raise required("generation")
        return self._objects.get_soft_deleted(bucket_name(request), object_name(request), asked)
