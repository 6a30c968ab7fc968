"""One object made of several."""

from __future__ import annotations

from dataclasses import replace

from aiohttp import web

from emulators.storage.access.lists import with_object_list
from emulators.storage.buckets import Buckets
from emulators.storage.conditions import Conditions, whole_number
from emulators.storage.encryption import check_key, supplied_key
from emulators.storage.object_view import ObjectView
from emulators.storage.objects import Objects, new_object
from emulators.storage.reading import bucket_name, conditions, json_body, object_name
from emulators.storage.refusals import invalid, required
from emulators.storage.resources import Bucket, Json, StoredObject
from emulators.storage.settings import OF_OBJECT, Settings, replaced
from emulators.storage.uploading import encryption_of

COMPONENTS_MAX = 32


class ComposeRoutes:
    def __init__(self, buckets: Buckets, objects: Objects) -> None:
        self._buckets = buckets
        self._objects = objects
        self._view = ObjectView(buckets)

    def routes(self) -> list[web.RouteDef]:
        return [web.post("/storage/v1/b/{bucket}/o/{object}/compose", self._compose)]

    async def _compose(self, request: web.Request) -> web.Response:
        asked = await json_body(request)
        components = asked.get("sourceObjects") or []
        if not components:
            raise required("sourceObjects")
        if len(components) > COMPONENTS_MAX:
            raise invalid(f"The number of source components exceeds the limit of {COMPONENTS_MAX}.")
        bucket = self._buckets.get(bucket_name(request))
        found = [self._component(request, component) for component in components]
        content = b"".join(self._objects.content(stored) for stored in found)
        whole = new_object(
            bucket.name,
            object_name(request),
            content,
            _settings(request, bucket, asked.get("destination") or {}),
            encryption_of(request),
        )
        composed = replace(
            whole,
            checksums=replace(whole.checksums, md5=None),
            component_count=sum(stored.component_count or 1 for stored in found),
        )
        stored = self._objects.put(composed, conditions(request))
        if asked.get("deleteSourceObjects"):
            for source in found:
                self._objects.delete(source, Conditions())
        return self._view.shown(request, stored)

    def _component(self, request: web.Request, component: Json) -> StoredObject:
        stored = self._objects.get(
            bucket_name(request),
            str(component.get("name", "")),
            _generation(component, "generation"),
        )
        wanted = _generation(component.get("objectPreconditions") or {}, "ifGenerationMatch")
        Conditions(generation_match=wanted).check_write(stored.version)
        check_key(stored.encryption, supplied_key(request.headers))
        return stored


def _settings(request: web.Request, bucket: Bucket, asked: Json) -> Settings:
    predefined = request.query.get("destinationPredefinedAcl")
    settings = replaced(asked, OF_OBJECT)
    return with_object_list(settings, bucket, predefined, verb="insert", is_new=True)


def _generation(asked: Json, field: str) -> int | None:
    value = asked.get(field)
    return None if value is None else whole_number(str(value), field)
