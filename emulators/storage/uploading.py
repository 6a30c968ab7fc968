"""From what a client sends to a stored object, whichever way it came."""

from __future__ import annotations

from collections.abc import Mapping

from aiohttp import web

from emulators.storage.access.lists import with_object_list
from emulators.storage.buckets import Buckets
from emulators.storage.checksums import check_claims, claims_of_header
from emulators.storage.encryption import Encryption, supplied_key
from emulators.storage.objects import Objects, new_object
from emulators.storage.refusals import invalid
from emulators.storage.resources import StoredObject
from emulators.storage.resumable import Chunk, Upload, Uploads

RESUME_INCOMPLETE = 308


class Uploader:
    def __init__(self, buckets: Buckets, objects: Objects, uploads: Uploads) -> None:
        self._buckets = buckets
        self._objects = objects
        self._uploads = uploads

    def require_bucket(self, name: str) -> None:
        """Raise 404 unless the bucket exists."""
        self._buckets.get(name)

    def store(self, upload: Upload, headers: Mapping[str, str], content: bytes) -> StoredObject:
        """Check the content against what the client claims about it, and store it."""
        bucket = self._buckets.get(upload.bucket)
        settings = with_object_list(
            upload.settings, bucket, upload.predefined_acl, verb="insert", is_new=True
        )
        new = new_object(upload.bucket, upload.name, content, settings, upload.encryption)
        check_claims(new.checksums, upload.claims)
        check_claims(new.checksums, claims_of_header(headers.get("X-Goog-Hash", "")))
        return self._objects.put(new, upload.conditions)

    async def go_on(self, request: web.Request) -> StoredObject | web.Response:
        """Take a chunk, or the question how much has arrived; the object, once it is complete."""
        upload_id = request.query.get("upload_id", "")
        upload = self._uploads.get(upload_id)
        chunk = Chunk.read(request.headers.get("Content-Range"), await request.read())
        if upload.finished is not None:
            return self._objects.get(upload.bucket, upload.name, upload.finished)
        if self._uploads.take(upload_id, chunk):
            stored = self.store(upload, request.headers, upload.content())
            self._uploads.finish(upload_id, stored.generation)
            return stored
        headers = {"Range": f"bytes=0-{upload.received - 1}"} if upload.received else {}
        return web.Response(status=RESUME_INCOMPLETE, headers=headers)


def encryption_of(request: web.Request, parameter: str = "kmsKeyName") -> Encryption:
    """Read which key shall encrypt the object; 400 for two of them."""
    encryption = Encryption(supplied_key(request.headers), request.query.get(parameter))
    if encryption.key_sha256 and encryption.kms_key_name:
        raise invalid("A customer-supplied encryption key and a Cloud KMS key exclude each other.")
    return encryption
