"""Objects made from other objects: copy, rewrite, move."""

from __future__ import annotations

from aiohttp import web

from emulators.storage.buckets import Buckets
from emulators.storage.conditions import Conditions
from emulators.storage.copying import checked_source, copied, moved
from emulators.storage.object_view import ObjectView
from emulators.storage.objects import NewObject, Objects
from emulators.storage.reading import conditions, json_body
from emulators.storage.resources import Bucket, Json, StoredObject
from emulators.storage.rewriting import Progress, identity, step_bytes


class CopyRoutes:
    def __init__(self, buckets: Buckets, objects: Objects) -> None:
        self._buckets = buckets
        self._objects = objects
        self._view = ObjectView(buckets)

    def routes(self) -> list[web.RouteDef]:
        one = "/storage/v1/b/{bucket}/o/{object}"
        target = "/b/{target_bucket}/o/{target}"
        return [
            web.post(f"{one}/copyTo{target}", self._copy),
            web.post(f"{one}/rewriteTo{target}", self._rewrite),
            web.post(f"{one}/moveTo/o/{{target}}", self._move),
        ]

    async def _copy(self, request: web.Request) -> web.Response:
        asked = await json_body(request)
        source = checked_source(request, self._objects, of_source=False)
        new = self._copied(request, source, asked)
        return self._view.shown(request, self._objects.put(new, conditions(request)))

    async def _rewrite(self, request: web.Request) -> web.Response:
        """Copy: within a location and a class at once, else as much as the client wants."""
        asked = await json_body(request)
        source = checked_source(request, self._objects, of_source=True)
        new = self._copied(request, source, asked)
        progress = Progress.read(
            request.query.get("rewriteToken"),
            identity(source.generation, new.bucket, new.name, sorted(asked.items(), key=str)),
        )
        limit = step_bytes(request.query.get("maxBytesRewrittenPerCall"))
        if limit is not None and self._moves_bytes(source, new):
            rewritten = progress.rewritten + limit
            if rewritten < source.size:
                token = Progress(progress.request, rewritten).token()
                return web.json_response(_unfinished(source, rewritten, token))
        stored = self._objects.put(new, conditions(request))
        return web.json_response(
            {
                "kind": "storage#rewriteResponse",
                "totalBytesRewritten": str(stored.size),
                "objectSize": str(stored.size),
                "done": True,
                "resource": self._view.resource(request, stored),
            }
        )

    async def _move(self, request: web.Request) -> web.Response:
        source = checked_source(request, self._objects, of_source=False)
        new = moved(source, self._objects.content(source), request.match_info["target"])
        stored = self._objects.put(new, conditions(request))
        self._objects.delete(source, Conditions())
        return self._view.shown(request, stored)

    def _copied(self, request: web.Request, source: StoredObject, asked: Json) -> NewObject:
        target = self._buckets.get(request.match_info["target_bucket"])
        return copied(request, source, self._objects.content(source), target, asked)

    def _moves_bytes(self, source: StoredObject, new: NewObject) -> bool:
        """Tell whether the bytes are written anew: elsewhere, in another class or key."""
        buckets = self._buckets.get(source.bucket), self._buckets.get(new.bucket)
        return (
            len({_location(bucket) for bucket in buckets}) > 1
            or source.storage_class != new.settings.get("storageClass", "STANDARD")
            or source.encryption != new.encryption
        )


def _location(bucket: Bucket) -> str:
    return str(bucket.settings.get("location", "US")).upper()


def _unfinished(source: StoredObject, rewritten: int, token: str) -> Json:
    return {
        "kind": "storage#rewriteResponse",
        "totalBytesRewritten": str(rewritten),
        "objectSize": str(source.size),
        "done": False,
        "rewriteToken": token,
    }
