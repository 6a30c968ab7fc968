"""Objects made from other objects: copy, rewrite, compose."""

from __future__ import annotations

from dataclasses import replace

from aiohttp import web

from emulators.storage.buckets import Buckets
from emulators.storage.conditions import Conditions, whole_number
from emulators.storage.object_view import ObjectView
from emulators.storage.objects import Objects, new_object
from emulators.storage.reading import (
    bucket_name,
    conditions,
    generation,
    json_body,
    object_name,
)
from emulators.storage.refusals import invalid, required
from emulators.storage.resources import Json, StoredObject
from emulators.storage.settings import OF_OBJECT, Settings, replaced

COMPONENTS_MAX = 32
_HOLDS = ("temporaryHold", "eventBasedHold")


class CopyRoutes:
    def __init__(self, buckets: Buckets, objects: Objects) -> None:
        self._objects = objects
        self._view = ObjectView(buckets)

    def routes(self) -> list[web.RouteDef]:
        one = "/storage/v1/b/{bucket}/o/{object}"
        target = "/b/{target_bucket}/o/{target}"
        return [
            web.post(f"{one}/copyTo{target}", self._copy),
            web.post(f"{one}/rewriteTo{target}", self._rewrite),
            web.post(f"{one}/compose", self._compose),
        ]

    async def _copy(self, request: web.Request) -> web.Response:
        return self._view.shown(request, self._copied(request, await json_body(request)))

    async def _rewrite(self, request: web.Request) -> web.Response:
        """Copy all at once, however little the client asks for at a time."""
        stored = self._copied(request, await json_body(request))
        return web.json_response(
            {
                "kind": "storage#rewriteResponse",
                "totalBytesRewritten": str(stored.size),
                "objectSize": str(stored.size),
                "done": True,
                "resource": self._view.resource(request, stored),
            }
        )

    def _copied(self, request: web.Request, asked: Json) -> StoredObject:
        source, content = self._objects.get_with_content(
            bucket_name(request), object_name(request), generation(request, "sourceGeneration")
        )
        Conditions.of_source(request.query).check_write(source.version)
        target_bucket, target = request.match_info["target_bucket"], request.match_info["target"]
        copied = new_object(target_bucket, target, content, _copied_settings(source, asked))
        if source.component_count:
            copied = replace(
                copied, checksums=source.checksums, component_count=source.component_count
            )
        return self._objects.put(copied, conditions(request))

    async def _compose(self, request: web.Request) -> web.Response:
        asked = await json_body(request)
        components = asked.get("sourceObjects") or []
        if not components:
            raise required("sourceObjects")
        if len(components) > COMPONENTS_MAX:
            raise invalid(f"The number of source components exceeds the limit of {COMPONENTS_MAX}.")
        bucket = bucket_name(request)
        found = [self._component(bucket, component) for component in components]
        settings = replaced(asked.get("destination") or {}, OF_OBJECT)
        content = b"".join(content for _, content in found)
        whole = new_object(bucket, object_name(request), content, settings)
        composed = replace(
            whole,
            checksums=replace(whole.checksums, md5=None),
            component_count=sum(stored.component_count or 1 for stored, _ in found),
        )
        return self._view.shown(request, self._objects.put(composed, conditions(request)))

    def _component(self, bucket: str, component: Json) -> tuple[StoredObject, bytes]:
        stored, content = self._objects.get_with_content(
            bucket, str(component.get("name", "")), _generation(component, "generation")
        )
        wanted = _generation(component.get("objectPreconditions") or {}, "ifGenerationMatch")
        Conditions(generation_match=wanted).check_write(stored.version)
        return stored, content


def _generation(asked: Json, field: str) -> int | None:
    value = asked.get(field)
    return None if value is None else whole_number(str(value), field)


def _copied_settings(source: StoredObject, asked: Json) -> Settings:
    """Return the source's settings without its holds, or those asked for in their place.

    A change of storage class alone keeps the rest.
    """
    own = {field: value for field, value in source.settings.items() if field not in _HOLDS}
    settings = replaced(asked, OF_OBJECT)
    if settings.keys() <= {"storageClass"}:
        return {**own, **settings}
    return settings
