"""Objects that other services of the local cloud write, such as Pub/Sub's subscriptions."""

from __future__ import annotations

from emulators.storage.buckets import Buckets
from emulators.storage.resumable import Upload
from emulators.storage.uploading import Uploader


class Deliveries:
    def __init__(self, buckets: Buckets, uploader: Uploader) -> None:
        self._buckets = buckets
        self._uploader = uploader

    def has_bucket(self, bucket: str) -> bool:
        return bucket in self._buckets

    async def put(self, bucket: str, name: str, content: bytes, content_type: str) -> None:
        """Create an object; `LookupError` when the bucket is not there."""
        if not self.has_bucket(bucket):
            raise LookupError(f"there is no bucket {bucket!r}")
        upload = Upload(bucket, name, {"contentType": content_type})
        self._uploader.store(upload, {}, content)
