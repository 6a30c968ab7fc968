from __future__ import annotations

import base64
import hashlib
import json
from datetime import timedelta

import google_crc32c
import pytest
from google.api_core.exceptions import BadRequest, NotFound, RequestRangeNotSatisfiable

from tests.emulators.storage.cloud import BUCKET, Cloud

PDF = b"%PDF-1.7 and so on"


@pytest.mark.parametrize(
    "name", ["plain", "2026/N-1.pdf", "å ö.pdf", "a%2Fb+c", "q?#&=;", "a//b/", "…" * 300]
)
def test_content_comes_back_under_any_name(cloud: Cloud, name: str) -> None:
    bucket = cloud.bucket()

    bucket.blob(name).upload_from_string(PDF)

    assert bucket.blob(name).download_as_bytes() == PDF
    assert [blob.name for blob in cloud.client.list_blobs(BUCKET)] == [name]


def test_an_object_tells_what_it_is(cloud: Cloud) -> None:
    blob = cloud.bucket().blob("N-1.pdf")
    blob.metadata = {"order": "7"}
    blob.cache_control = "no-store"
    blob.upload_from_string(PDF, content_type="application/pdf")

    found = cloud.client.get_bucket(BUCKET).get_blob("N-1.pdf")

    assert found.size == len(PDF)
    assert found.content_type == "application/pdf"
    assert found.metadata == {"order": "7"}
    assert found.cache_control == "no-store"
    assert base64.b64decode(found.md5_hash) == hashlib.md5(PDF, usedforsecurity=False).digest()
    assert base64.b64decode(found.crc32c) == google_crc32c.value(PDF).to_bytes(4, "big")
    assert found.metageneration == 1
    assert abs(found.time_created - cloud.clock.now()) < timedelta(seconds=5)


@pytest.mark.parametrize("checksum", ["md5", "crc32c"])
def test_the_client_verifies_what_it_sends_and_receives(cloud: Cloud, checksum: str) -> None:
    blob = cloud.bucket().blob("N-1.pdf")

    blob.upload_from_string(PDF, checksum=checksum)

    assert blob.download_as_bytes(checksum=checksum) == PDF


def test_content_that_is_not_what_the_client_claims_is_refused(cloud: Cloud) -> None:
    bucket = cloud.bucket()
    blob = bucket.blob("N-1.pdf")
    blob.md5_hash = base64.b64encode(b"something else").decode()

    with pytest.raises(BadRequest, match="doesn't match calculated MD5 hash"):
        blob.upload_from_string(PDF, checksum=None)

    assert not bucket.blob("N-1.pdf").exists()


def test_every_write_gets_a_higher_generation(cloud: Cloud) -> None:
    bucket = cloud.bucket()
    generations = []
    for _ in range(5):
        blob = bucket.blob("a")
        blob.upload_from_string("x")
        generations.append(blob.generation)

    assert generations == sorted(set(generations))


@pytest.mark.parametrize(
    ("start", "end", "expected"),
    [(0, 3, PDF[:4]), (5, None, PDF[5:]), (5, 999, PDF[5:]), (len(PDF) - 1, None, PDF[-1:])],
)
def test_a_part_of_the_content_can_be_read(
    cloud: Cloud, start: int, end: int | None, expected: bytes
) -> None:
    blob = cloud.bucket().blob("a")
    blob.upload_from_string(PDF)

    assert blob.download_as_bytes(start=start, end=end) == expected


def test_the_last_bytes_can_be_read(cloud: Cloud) -> None:
    cloud.bucket().blob("a").upload_from_string(PDF)

    answer = cloud.request(
        "GET", f"/storage/v1/b/{BUCKET}/o/a?alt=media", headers={"Range": "bytes=-4"}
    )

    assert (answer.status, answer.body) == (206, PDF[-4:])
    assert answer.headers["Content-Range"] == f"bytes 14-17/{len(PDF)}"


def test_a_range_behind_the_end_cannot_be_read(cloud: Cloud) -> None:
    blob = cloud.bucket().blob("a")
    blob.upload_from_string(PDF)

    with pytest.raises(RequestRangeNotSatisfiable):
        blob.download_as_bytes(start=len(PDF))


def test_a_download_carries_what_the_owner_set(cloud: Cloud) -> None:
    blob = cloud.bucket().blob("a")
    blob.content_disposition = 'attachment; filename="N-1.pdf"'
    blob.upload_from_string(PDF, content_type="application/pdf")

    headers = cloud.request("GET", f"/download/storage/v1/b/{BUCKET}/o/a?alt=media").headers

    assert headers["Content-Type"] == "application/pdf"
    assert headers["Content-Disposition"] == 'attachment; filename="N-1.pdf"'
    assert headers["X-Goog-Generation"] == str(blob.generation)
    assert headers["X-Goog-Hash"] == f"crc32c={blob.crc32c},md5={blob.md5_hash}"


def test_a_patch_changes_metadata_and_not_content(cloud: Cloud) -> None:
    blob = cloud.bucket().blob("a")
    blob.metadata = {"order": "7", "customer": "9"}
    blob.upload_from_string(PDF, content_type="application/pdf")
    generation = blob.generation
    blob.metadata = {"order": "8", "customer": None}
    blob.content_type = None
    blob.patch()

    found = cloud.client.bucket(BUCKET).get_blob("a")

    assert found.metadata == {"order": "8"}
    assert found.content_type is None
    assert (found.generation, found.metageneration) == (generation, 2)
    assert found.download_as_bytes() == PDF


def test_an_update_replaces_all_metadata(cloud: Cloud) -> None:
    blob = cloud.bucket().blob("a")
    blob.cache_control = "no-store"
    blob.upload_from_string(PDF)

    cloud.request("PUT", f"/storage/v1/b/{BUCKET}/o/a", json={"contentType": "text/plain"})

    found = cloud.client.bucket(BUCKET).get_blob("a")
    assert (found.content_type, found.cache_control) == ("text/plain", None)


def test_a_deleted_object_is_gone(cloud: Cloud) -> None:
    blob = cloud.bucket().blob("a")
    blob.upload_from_string(PDF)

    blob.delete()

    assert not blob.exists()
    for call in (blob.delete, blob.reload, blob.download_as_bytes):
        with pytest.raises(NotFound, match=f"No such object: {BUCKET}/a"):
            call()


def test_another_generation_than_the_live_one_is_not_found(cloud: Cloud) -> None:
    bucket = cloud.bucket()
    blob = bucket.blob("a")
    blob.upload_from_string("first")
    first = blob.generation
    bucket.blob("a").upload_from_string("second")

    with pytest.raises(NotFound):
        bucket.blob("a", generation=first).download_as_bytes()

    assert bucket.blob("a").download_as_bytes() == b"second"


def test_an_error_has_googles_json_form(cloud: Cloud) -> None:
    cloud.bucket()

    answer = cloud.request("GET", f"/storage/v1/b/{BUCKET}/o/a")

    message = f"No such object: {BUCKET}/a"
    assert answer.status == 404
    assert json.loads(answer.body) == {
        "error": {
            "code": 404,
            "message": message,
            "errors": [{"message": message, "domain": "global", "reason": "notFound"}],
        }
    }


def test_a_path_that_is_not_served_is_an_error_in_the_same_form(cloud: Cloud) -> None:
    answer = cloud.request("GET", "/storage/v1/b/some-bucket/what")

    assert answer.status == 404
    assert json.loads(answer.body)["error"]["code"] == 404


def test_a_body_that_is_not_json_is_refused(cloud: Cloud) -> None:
    answer = cloud.request("POST", "/storage/v1/b", data=b"{")

    assert answer.status == 400
    assert json.loads(answer.body)["error"]["errors"][0]["reason"] == "parseError"
