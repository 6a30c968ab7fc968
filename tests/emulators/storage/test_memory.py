"""Large content does not stay in memory."""

from __future__ import annotations

import gc
import io
import tracemalloc
from collections.abc import Iterator

import pytest

from tests.emulators.storage.cloud import BUCKET, Cloud

SIZE = 2 * 1024 * 1024


@pytest.fixture(autouse=True)
def traced() -> Iterator[None]:
    tracemalloc.start()
    yield
    tracemalloc.stop()


def in_use() -> int:
    gc.collect()
    return tracemalloc.get_traced_memory()[0]


@pytest.mark.parametrize("kind", ["media", "resumable", "xml"])
def test_an_uploaded_object_does_not_stay_in_memory(cloud: Cloud, kind: str) -> None:
    cloud.bucket()
    path = f"/upload/storage/v1/b/{BUCKET}/o?uploadType={kind}&name=a"
    before = in_use()

    if kind == "resumable":
        begun = cloud.request("POST", path)
        session = begun.headers["Location"].removeprefix(cloud.url)
        cloud.request("PUT", session, data=io.BytesIO(bytes(SIZE)))
    elif kind == "xml":
        cloud.request("PUT", f"/{BUCKET}/a", data=io.BytesIO(bytes(SIZE)))
    else:
        cloud.request("POST", path, data=io.BytesIO(bytes(SIZE)))

    assert in_use() - before < 0.5 * SIZE


def test_copies_take_no_memory_either(cloud: Cloud) -> None:
    bucket = cloud.bucket()
    blob = bucket.blob("a")
    blob.upload_from_string(bytes(SIZE))
    before = in_use()

    for name in "bcd":
        bucket.copy_blob(blob, bucket, name)
    bucket.blob("e").rewrite(blob)

    assert in_use() - before < 0.5 * SIZE
    assert bucket.get_blob("e").size == SIZE
