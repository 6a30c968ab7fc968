from __future__ import annotations

import base64
import io
import json
import random
from typing import Any

import google_crc32c
import pytest
from google.api_core.exceptions import PreconditionFailed

from tests.emulators.storage.cloud import BUCKET, Answer, Cloud

CHUNK = 256 * 1024
CONTENT = random.Random(7).randbytes(2 * CHUNK + 1000)
START = f"/upload/storage/v1/b/{BUCKET}/o?uploadType=resumable&name=big"


class Resumable:
    """An upload by hand, one request at a time."""

    def __init__(self, cloud: Cloud, **options: Any) -> None:
        cloud.bucket()
        begun = cloud.request("POST", START, **options)
        self._cloud = cloud
        self._path = begun.headers["Location"].removeprefix(cloud.url)

    def put(self, content_range: str, content: bytes = b"", crc32c: str = "") -> Answer:
        headers = {"Content-Range": content_range}
        if crc32c:
            headers["X-Goog-Hash"] = f"crc32c={crc32c}"
        return self._cloud.request("PUT", self._path, data=content, headers=headers)

    def abort(self) -> Answer:
        return self._cloud.request("DELETE", self._path)


def stored(cloud: Cloud) -> bytes:
    content: bytes = cloud.client.bucket(BUCKET).blob("big").download_as_bytes()
    return content


def test_the_client_uploads_in_chunks(cloud: Cloud) -> None:
    blob = cloud.bucket().blob("big", chunk_size=CHUNK)

    blob.upload_from_file(io.BytesIO(CONTENT), content_type="application/pdf")

    assert stored(cloud) == CONTENT
    assert cloud.client.bucket(BUCKET).get_blob("big").content_type == "application/pdf"


def test_the_client_uploads_a_stream_of_unknown_length(cloud: Cloud) -> None:
    blob = cloud.bucket().blob("big", chunk_size=CHUNK)

    with blob.open("wb") as stream:
        stream.write(CONTENT[:1000])
        stream.write(CONTENT[1000:])

    assert stored(cloud) == CONTENT


def test_the_client_uploads_nothing_at_all(cloud: Cloud) -> None:
    blob = cloud.bucket().blob("big", chunk_size=CHUNK)

    blob.upload_from_file(io.BytesIO())

    assert stored(cloud) == b""


def test_create_only_holds_for_uploads_in_chunks(cloud: Cloud) -> None:
    bucket = cloud.bucket()
    bucket.blob("big").upload_from_string("first")

    with pytest.raises(PreconditionFailed):
        bucket.blob("big", chunk_size=CHUNK).upload_from_file(
            io.BytesIO(CONTENT), if_generation_match=0
        )

    assert stored(cloud) == b"first"


def test_a_chunk_is_answered_with_how_much_has_arrived(cloud: Cloud) -> None:
    upload = Resumable(cloud)
    total = len(CONTENT)

    asked_before = upload.put(f"bytes */{total}")
    first = upload.put(f"bytes 0-{CHUNK - 1}/{total}", CONTENT[:CHUNK])
    asked_after = upload.put("bytes */*")
    last = upload.put(f"bytes {CHUNK}-{total - 1}/{total}", CONTENT[CHUNK:])
    asked_at_the_end = upload.put(f"bytes */{total}")

    assert (asked_before.status, asked_before.headers.get("Range")) == (308, None)
    assert (first.status, first.headers["Range"]) == (308, f"bytes=0-{CHUNK - 1}")
    assert (asked_after.status, asked_after.headers["Range"]) == (308, f"bytes=0-{CHUNK - 1}")
    assert last.status == 200
    assert json.loads(asked_at_the_end.body) == json.loads(last.body)
    assert stored(cloud) == CONTENT


def test_bytes_that_arrive_twice_count_once(cloud: Cloud) -> None:
    upload = Resumable(cloud)
    total = len(CONTENT)

    upload.put(f"bytes 0-{CHUNK - 1}/{total}", CONTENT[:CHUNK])
    upload.put(f"bytes 0-{total - 1}/{total}", CONTENT)

    assert stored(cloud) == CONTENT


@pytest.mark.parametrize(
    ("content_range", "content"),
    [
        (f"bytes {CHUNK}-{CHUNK + 9}/*", b"0123456789"),
        ("bytes 0-9/100", b"0123456789"),
        ("bytes 0-8/9", b"0123456789"),
        ("bytes many", b"0123456789"),
    ],
    ids=["gap", "not a multiple of 256 KiB", "other length", "unreadable"],
)
def test_a_chunk_that_cannot_be_right_is_refused(
    cloud: Cloud, content_range: str, content: bytes
) -> None:
    answer = Resumable(cloud).put(content_range, content)

    assert answer.status == 400


def test_the_last_chunk_may_carry_the_checksum_of_the_whole(cloud: Cloud) -> None:
    upload = Resumable(cloud)
    right = base64.b64encode(google_crc32c.value(b"whole").to_bytes(4, "big")).decode()

    wrong = upload.put("bytes 0-4/5", b"whole", crc32c="AAAAAA==")
    retried = upload.put("bytes */5", crc32c=right)

    assert wrong.status == 400
    assert retried.status == 200


def test_metadata_is_given_at_the_start(cloud: Cloud) -> None:
    upload = Resumable(
        cloud,
        json={"metadata": {"order": "7"}},
        headers={"X-Upload-Content-Type": "application/pdf"},
    )
    upload.put("bytes 0-4/5", b"whole")

    blob = cloud.client.bucket(BUCKET).get_blob("big")
    assert (blob.content_type, blob.metadata) == ("application/pdf", {"order": "7"})


def test_an_upload_can_be_given_up(cloud: Cloud) -> None:
    upload = Resumable(cloud)

    aborted = upload.abort()
    after = upload.put("bytes 0-4/5", b"whole")

    assert (aborted.status, after.status) == (499, 404)


def test_an_upload_is_forgotten_after_a_week(cloud: Cloud) -> None:
    upload = Resumable(cloud)
    cloud.advance(days=7, seconds=1)

    assert upload.put("bytes 0-4/5", b"whole").status == 404


def test_a_simple_upload_takes_its_type_from_the_header(cloud: Cloud) -> None:
    cloud.bucket()

    cloud.request(
        "POST",
        f"/upload/storage/v1/b/{BUCKET}/o?uploadType=media&name=big",
        data=CONTENT,
        headers={"Content-Type": "application/pdf"},
    )

    assert stored(cloud) == CONTENT
    assert cloud.client.bucket(BUCKET).get_blob("big").content_type == "application/pdf"


def test_an_upload_needs_a_name(cloud: Cloud) -> None:
    cloud.bucket()

    answer = cloud.request("POST", f"/upload/storage/v1/b/{BUCKET}/o?uploadType=media", data=b"x")

    assert answer.status == 400
    assert json.loads(answer.body)["error"]["errors"][0]["reason"] == "required"


@pytest.mark.parametrize(
    ("header", "body"),
    [
        ("multipart/related", b""),
        ("multipart/related; boundary=x", b"--x\r\n\r\n{}\r\n--x--"),
        ("multipart/related; boundary=x", b"--x\r\n\r\n{\r\n--x\r\n\r\ncontent\r\n--x--"),
    ],
    ids=["no boundary", "one part", "unreadable metadata"],
)
def test_a_malformed_multipart_upload_is_refused(cloud: Cloud, header: str, body: bytes) -> None:
    cloud.bucket()

    answer = cloud.request(
        "POST",
        f"/upload/storage/v1/b/{BUCKET}/o?uploadType=multipart&name=big",
        data=body,
        headers={"Content-Type": header},
    )

    assert answer.status == 400


def test_content_may_look_like_a_multipart_boundary(cloud: Cloud) -> None:
    content = b"\r\n\r\n--\r\n--=" + CONTENT[:100] + b"\r\n\r\n"

    cloud.bucket().blob("big").upload_from_string(content)

    assert stored(cloud) == content
