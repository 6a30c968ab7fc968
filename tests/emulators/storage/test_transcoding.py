"""What is stored as gzip is unpacked for those who do not take it."""

from __future__ import annotations

import gzip

from tests.emulators.storage.cloud import BUCKET, Answer, Cloud

TEXT = b"kvitto " * 100
PACKED = gzip.compress(TEXT, mtime=0)


def upload(cloud: Cloud, **properties: str) -> None:
    blob = cloud.bucket().blob("a")
    blob.content_encoding = "gzip"
    for name, value in properties.items():
        setattr(blob, name, value)
    blob.upload_from_string(PACKED, content_type="text/plain")


def download(cloud: Cloud, accepted: str, **headers: str) -> Answer:
    path = f"/download/storage/v1/b/{BUCKET}/o/a?alt=media"
    wanted = {"Accept-Encoding": accepted, **headers}
    return cloud.request("GET", path, headers=wanted)


def test_the_client_gets_the_text_and_on_request_the_packed_bytes(cloud: Cloud) -> None:
    upload(cloud)
    blob = cloud.client.bucket(BUCKET).blob("a")

    assert blob.download_as_bytes() == TEXT
    assert blob.download_as_bytes(raw_download=True) == PACKED


def test_whoever_takes_no_gzip_gets_it_unpacked(cloud: Cloud) -> None:
    upload(cloud)

    answer = download(cloud, "identity", Range="bytes=0-3")

    assert (answer.status, answer.body) == (200, TEXT)
    assert "Content-Encoding" not in answer.headers
    assert answer.headers["X-Goog-Stored-Content-Encoding"] == "gzip"
    assert answer.headers["X-Goog-Stored-Content-Length"] == str(len(PACKED))
    assert answer.headers["Warning"] == "214 UploadServer gunzipped"


def test_the_owner_can_forbid_it(cloud: Cloud) -> None:
    upload(cloud, cache_control="no-transform")

    answer = download(cloud, "identity")

    assert answer.headers["Content-Encoding"] == "gzip"
