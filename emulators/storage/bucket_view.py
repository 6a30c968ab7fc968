"""A bucket as the answer to a request."""

from __future__ import annotations

from aiohttp import web

from emulators.storage.access.entries import described, owners, project_number
from emulators.storage.access.lists import bucket_list, default_object_list
from emulators.storage.instants import written
from emulators.storage.reading import base_url
from emulators.storage.resources import Bucket, Json

_MULTI_REGIONS = frozenset({"ASIA", "EU", "US"})
_DUAL_REGIONS = frozenset({"ASIA1", "EUR4", "EUR5", "EUR7", "EUR8", "NAM4"})
_HIDDEN = frozenset({"acl", "defaultObjectAcl"})
_FULL = "full"


def shown_bucket(request: web.Request, bucket: Bucket, *, default: str = "noAcl") -> web.Response:
    """Answer with the bucket; `default` is the projection if the request names none."""
    return web.json_response(bucket_resource(request, bucket, default))


def bucket_resource(request: web.Request, bucket: Bucket, default: str = "noAcl") -> Json:
    url = base_url(request)
    projection = request.query.get("projection", default)
    own = {field: value for field, value in bucket.settings.items() if field not in _HIDDEN}
    location = str(own.get("location", "US")).upper()
    known: Json = {
        "storageClass": "STANDARD",
        **own,
        "location": location,
        "locationType": _location_type(location, own),
        "kind": "storage#bucket",
        "id": bucket.name,
        "name": bucket.name,
        "projectNumber": project_number(bucket.project),
        "generation": str(bucket.generation),
        "selfLink": f"{url}/storage/v1/b/{bucket.name}",
        "metageneration": str(bucket.metageneration),
        "etag": bucket.version.etag,
        "timeCreated": written(bucket.created_at),
        "updated": written(bucket.updated_at),
    }
    if bucket.retains_objects:
        known["objectRetention"] = {"mode": "Enabled"}
    if bucket.soft_deleted_at and bucket.hard_deleted_at:
        known["softDeleteTime"] = written(bucket.soft_deleted_at)
        known["hardDeleteTime"] = written(bucket.hard_deleted_at)
    if projection == _FULL and not bucket.is_uniform:
        known |= _lists(bucket)
    return known


def _location_type(location: str, settings: Json) -> str:
    if location in _MULTI_REGIONS and "customPlacementConfig" not in settings:
        return "multi-region"
    if location in _DUAL_REGIONS or "customPlacementConfig" in settings:
        return "dual-region"
    return "region"


def _lists(bucket: Bucket) -> Json:
    return {
        "owner": {"entity": owners(bucket.project)},
        "acl": [
            {**described(entry), "kind": "storage#bucketAccessControl", "bucket": bucket.name}
            for entry in bucket_list(bucket)
        ],
        "defaultObjectAcl": [
            {**described(entry), "kind": "storage#objectAccessControl"}
            for entry in default_object_list(bucket)
        ],
    }
