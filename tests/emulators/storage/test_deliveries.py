"""Objects that other services of the local cloud leave here."""

from __future__ import annotations

import pytest

from tests.emulators.storage.cloud import BUCKET, Cloud


def test_a_delivery_is_an_object_like_any_other(cloud: Cloud) -> None:
    deliveries = cloud.server.deliveries
    bucket = cloud.bucket()

    cloud.loop.run(deliveries.put(BUCKET, "messages/1", b"x", "text/plain"))

    blob = bucket.get_blob("messages/1")
    assert (blob.download_as_bytes(), blob.content_type) == (b"x", "text/plain")


def test_a_delivery_needs_its_bucket(cloud: Cloud) -> None:
    deliveries = cloud.server.deliveries

    assert not cloud.loop.call(lambda: deliveries.has_bucket(BUCKET))
    with pytest.raises(LookupError, match=BUCKET):
        cloud.loop.run(deliveries.put(BUCKET, "a", b"x", "text/plain"))
