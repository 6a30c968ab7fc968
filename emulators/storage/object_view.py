"""An object as the answer to a request about its metadata."""

from __future__ import annotations

from urllib.parse import quote

from aiohttp import web

from emulators.storage.access.entries import described, owners
from emulators.storage.access.lists import object_list
from emulators.storage.buckets import Buckets
from emulators.storage.encryption import ALGORITHM, supplied_key
from emulators.storage.instants import written
from emulators.storage.reading import base_url
from emulators.storage.resources import Bucket, Json, StoredObject
from emulators.storage.retention import retained_until

_FULL = "full"


class ObjectView:
    def __init__(self, buckets: Buckets) -> None:
        self._buckets = buckets

    def shown(self, request: web.Request, stored: StoredObject) -> web.Response:
        return web.json_response(self.resource(request, stored))

    def resource(self, request: web.Request, stored: StoredObject) -> Json:
        bucket = self._buckets.get(stored.bucket)
        resource = object_resource(stored, bucket, base_url(request))
        if stored.encryption.key_sha256 not in {None, supplied_key(request.headers)}:
            # Without the key nobody learns about the content.
            resource.pop("crc32c")
            resource.pop("md5Hash", None)
        if request.query.get("projection") == _FULL and not bucket.is_uniform:
            resource |= _list(stored, bucket)
        return resource


def object_resource(stored: StoredObject, bucket: Bucket, base_url: str) -> Json:
    path = f"storage/v1/b/{stored.bucket}/o/{quote(stored.name, safe='')}"
    own = {field: value for field, value in stored.settings.items() if field != "acl"}
    known: Json = {
        "storageClass": "STANDARD",
        **own,
        "kind": "storage#object",
        "id": f"{stored.bucket}/{stored.name}/{stored.generation}",
        "name": stored.name,
        "bucket": stored.bucket,
        "selfLink": f"{base_url}/{path}",
        "mediaLink": f"{base_url}/download/{path}?generation={stored.generation}&alt=media",
        "generation": str(stored.generation),
        "metageneration": str(stored.metageneration),
        "etag": stored.etag,
        "size": str(stored.size),
        "crc32c": stored.checksums.crc32c,
        "timeCreated": written(stored.created_at),
        "timeFinalized": written(stored.created_at),
        "timeStorageClassUpdated": written(stored.class_changed_at or stored.created_at),
        "updated": written(stored.updated_at),
    }
    if stored.checksums.md5:
        known["md5Hash"] = stored.checksums.md5
    if stored.component_count:
        known["componentCount"] = stored.component_count
    return known | _encryption(stored) | _ends(stored, bucket)


def _encryption(stored: StoredObject) -> Json:
    if stored.encryption.key_sha256:
        hashed = stored.encryption.key_sha256
        return {"customerEncryption": {"encryptionAlgorithm": ALGORITHM, "keySha256": hashed}}
    name = stored.encryption.kms_key_name
    if not name:
        return {}
    version = "" if "/cryptoKeyVersions/" in name else "/cryptoKeyVersions/1"
    return {"kmsKeyName": name + version}


def _ends(stored: StoredObject, bucket: Bucket) -> Json:
    """When it was archived or deleted, and until when it must stay."""
    ends = {
        "timeDeleted": stored.noncurrent_at,
        "softDeleteTime": stored.soft_deleted_at,
        "hardDeleteTime": stored.hard_deleted_at,
        "retentionExpirationTime": retained_until(stored, bucket),
    }
    return {field: written(moment) for field, moment in ends.items() if moment is not None}


def _list(stored: StoredObject, bucket: Bucket) -> Json:
    names = {
        "kind": "storage#objectAccessControl",
        "bucket": stored.bucket,
        "object": stored.name,
        "generation": str(stored.generation),
    }
    return {
        "owner": {"entity": owners(bucket.project)},
        "acl": [{**described(entry), **names} for entry in object_list(stored, bucket)],
    }
