"""Many calls in one request."""

from __future__ import annotations

import pytest
from google.api_core.exceptions import NotFound
from google.cloud.storage import Bucket

from tests.emulators.storage.cloud import BUCKET, Cloud


def a_full_bucket(cloud: Cloud) -> Bucket:
    bucket = cloud.bucket()
    for name in ("a", "å b/c", "d"):
        bucket.blob(name).upload_from_string("x")
    return bucket


def delete_both(bucket: Bucket, *names: str) -> None:
    for name in names:
        bucket.blob(name).delete()


def test_a_batch_patches_and_deletes(cloud: Cloud) -> None:
    bucket = a_full_bucket(cloud)
    blob = bucket.get_blob("å b/c")
    with cloud.client.batch():
        bucket.blob("a").delete()
        blob.metadata = {"order": "å"}
        blob.patch()

    assert blob.metageneration == 2
    assert bucket.get_blob("å b/c").metadata == {"order": "å"}
    assert [found.name for found in bucket.list_blobs()] == ["d", "å b/c"]


def test_one_call_can_fail_and_the_others_not(cloud: Cloud) -> None:
    bucket = a_full_bucket(cloud)

    with cloud.client.batch(raise_exception=False) as batch:
        bucket.blob("nobody").delete()
        bucket.blob("a").delete()
    failing = cloud.client.batch()
    with pytest.raises(NotFound, match=f"No such object: {BUCKET}/nobody"), failing:
        delete_both(bucket, "nobody", "d")

    assert [answer.status_code for answer in batch._responses] == [404, 204]  # noqa: SLF001 - the client shows it nowhere else
    assert [found.name for found in bucket.list_blobs()] == ["å b/c"]


def test_conditions_hold_in_a_batch_too(cloud: Cloud) -> None:
    bucket = a_full_bucket(cloud)

    with cloud.client.batch(raise_exception=False) as batch:
        bucket.blob("a").delete(if_generation_match=1)

    assert [answer.status_code for answer in batch._responses] == [412]  # noqa: SLF001 - the client shows it nowhere else
    assert bucket.blob("a").exists()


@pytest.mark.parametrize(
    ("content_type", "body"),
    [
        ("application/json", b"{}"),
        (
            "multipart/mixed; boundary=x",
            b"--x\r\nContent-Type: application/http\r\n\r\nGET\r\n--x--",
        ),
    ],
    ids=["no multipart", "no request"],
)
def test_a_malformed_batch_is_refused(cloud: Cloud, content_type: str, body: bytes) -> None:
    answer = cloud.request(
        "POST", "/batch/storage/v1", data=body, headers={"Content-Type": content_type}
    )

    assert answer.status == 400
    assert b"could not be parsed" in answer.body


def test_content_cannot_be_part_of_a_batch(cloud: Cloud) -> None:
    call = f"GET /storage/v1/b/{BUCKET}/o/a?alt=media HTTP/1.1"
    body = f"--x\r\nContent-Type: application/http\r\nContent-ID: <1>\r\n\r\n{call}\r\n\r\n--x--"

    answer = cloud.request(
        "POST",
        "/batch/storage/v1",
        data=body,
        headers={"Content-Type": "multipart/mixed; boundary=x"},
    )

    assert answer.status == 200
    assert b"HTTP/1.1 400 Bad Request" in answer.body
    assert b"Content-ID: <response-1>" in answer.body
