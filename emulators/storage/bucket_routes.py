"""Buckets over HTTP."""

from __future__ import annotations

from aiohttp import web

from emulators.storage.access.lists import with_bucket_lists
from emulators.storage.bucket_view import bucket_resource, shown_bucket
from emulators.storage.buckets import Buckets
from emulators.storage.listing import flag, read_limit, read_token, write_token
from emulators.storage.objects import Objects
from emulators.storage.reading import bucket_name, conditions, generation, json_body
from emulators.storage.refusals import Refused, required
from emulators.storage.resources import Bucket, Json
from emulators.storage.settings import OF_BUCKET, Settings, patched, replaced


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
            web.post(one + "/restore", self._restore),
            web.get(one + "/storageLayout", self._layout),
        ]

    async def _list(self, request: web.Request) -> web.Response:
        """List all buckets: the local cloud is one project."""
        is_soft_deleted = flag(request.query, "softDeleted")
        prefix, limit = request.query.get("prefix", ""), read_limit(request.query)
        after = read_token(request.query.get("pageToken", ""))
        found = [
            bucket
            for bucket in (self._buckets.soft_deleted() if is_soft_deleted else self._buckets)
            if bucket.name.startswith(prefix) and _place(bucket) > after
        ]
        on_page = found[:limit]
        answer: Json = {
            "kind": "storage#buckets",
            "items": [bucket_resource(request, bucket) for bucket in on_page],
        }
        if len(found) > limit:
            answer["nextPageToken"] = write_token(_place(on_page[-1]))
        return web.json_response(answer)

    async def _create(self, request: web.Request) -> web.Response:
        asked, project = await json_body(request), request.query.get("project", "")
        if not asked.get("name"):
            raise required("name")
        settings = replaced(asked, OF_BUCKET)
        complete = with_bucket_lists(
            dict(settings), request.query, project, is_uniform=_is_uniform(settings)
        )
        bucket = self._buckets.create(
            str(asked["name"]),
            complete,
            project=project,
            retains_objects=flag(request.query, "enableObjectRetention"),
        )
        return shown_bucket(request, bucket, default="full" if "acl" in asked else "noAcl")

    async def _get(self, request: web.Request) -> web.Response:
        if flag(request.query, "softDeleted"):
            return shown_bucket(request, self._soft_deleted(request))
        bucket = self._found(request)
        conditions(request).check_read(bucket.version)
        return shown_bucket(request, bucket)

    async def _patch(self, request: web.Request) -> web.Response:
        asked, bucket = await json_body(request), self._found(request)
        return self._change(request, bucket, patched(bucket.settings, asked, OF_BUCKET), asked)

    async def _update(self, request: web.Request) -> web.Response:
        asked, bucket = await json_body(request), self._found(request)
        return self._change(request, bucket, replaced(asked, OF_BUCKET), asked)

    def _change(
        self, request: web.Request, bucket: Bucket, settings: Settings, asked: Json
    ) -> web.Response:
        lists = with_bucket_lists(
            {field: asked[field] for field in ("acl", "defaultObjectAcl") if asked.get(field)},
            request.query,
            bucket.project,
            is_uniform=_is_uniform(settings),
        )
        changed = self._buckets.change(bucket, {**settings, **lists}, conditions(request))
        return shown_bucket(request, changed, default="full")

    async def _delete(self, request: web.Request) -> web.Response:
        bucket = self._found(request)
        conditions(request).check_write(bucket.version)
        if any(not stored.is_soft_deleted for stored in self._objects.in_bucket(bucket)):
            message = "The bucket you tried to delete is not empty."
            raise Refused(409, "conflict", message, xml_code="BucketNotEmpty")
        self._buckets.remove(bucket)
        return web.Response(status=204)

    async def _restore(self, request: web.Request) -> web.Response:
        return shown_bucket(request, self._buckets.restore(self._soft_deleted(request)))

    async def _lock_retention_policy(self, request: web.Request) -> web.Response:
        asked = conditions(request)
        if asked.metageneration_match is None:
            raise required("ifMetagenerationMatch")
        locked = self._buckets.lock_retention_policy(self._found(request), asked)
        return shown_bucket(request, locked)

    async def _layout(self, request: web.Request) -> web.Response:
        resource = bucket_resource(request, self._found(request))
        return web.json_response(
            {
                "kind": "storage#storageLayout",
                "bucket": resource["name"],
                "location": resource["location"],
                "locationType": resource["locationType"],
                "hierarchicalNamespace": resource.get("hierarchicalNamespace", {"enabled": False}),
            }
        )

    def _found(self, request: web.Request) -> Bucket:
        return self._buckets.get(bucket_name(request))

    def _soft_deleted(self, request: web.Request) -> Bucket:
        asked = generation(request)
        if asked is None:
            raise required("generation")
        return self._buckets.get_soft_deleted(bucket_name(request), asked)


def _is_uniform(settings: Settings) -> bool:
    access = settings.get("iamConfiguration") or {}
    return bool((access.get("uniformBucketLevelAccess") or {}).get("enabled"))


def _place(bucket: Bucket) -> str:
    """Where a bucket stands in a list: soft-deleted ones can share a name."""
    return f"{bucket.name} {bucket.generation}"
