"""Uploads in parts that arrive at the same time, by the official client's transfer manager."""

from __future__ import annotations

import base64
import hashlib
import io
import random
from pathlib import Path

import pytest
from google.cloud.storage import transfer_manager

from tests.emulators.kept_shelf import KeptShelf
from tests.emulators.storage.cloud import BUCKET, Cloud, running_cloud
from tests.emulators.storage.xml_answers import text

PART = 5 * 1024 * 1024
CONTENT = random.Random(3).randbytes(PART + 10)
PATH = f"/{BUCKET}/big"


def begin(cloud: Cloud) -> str:
    answer = cloud.request(
        "POST", f"{PATH}?uploads", headers={"Content-Type": "text/plain", "x-goog-meta-a": "b"}
    )
    return text(answer, "{*}UploadId")


def put_part(cloud: Cloud, upload_id: str, number: int, content: bytes) -> str:
    answer = cloud.request(
        "PUT", f"{PATH}?partNumber={number}&uploadId={upload_id}", data=io.BytesIO(content)
    )
    return answer.headers["ETag"]


def complete(cloud: Cloud, upload_id: str, *parts: tuple[int, str]) -> tuple[int, str]:
    listed = "".join(
        f"<Part><PartNumber>{number}</PartNumber><ETag>{tag}</ETag></Part>" for number, tag in parts
    )
    body = f"<CompleteMultipartUpload>{listed}</CompleteMultipartUpload>"
    answer = cloud.request("POST", f"{PATH}?uploadId={upload_id}", data=body)
    return answer.status, text(answer, "Code")


@pytest.mark.parametrize("checksum", ["md5", "crc32c"])
def test_the_transfer_manager_uploads_in_parts(cloud: Cloud, tmp_path: Path, checksum: str) -> None:
    blob = cloud.bucket().blob("2026/big å.bin")
    file = tmp_path / "big.bin"
    file.write_bytes(CONTENT)

    transfer_manager.upload_chunks_concurrently(
        file,
        blob,
        content_type="text/plain",
        chunk_size=PART,
        worker_type=transfer_manager.THREAD,
        checksum=checksum,
    )

    blob.reload()
    assert (blob.size, blob.content_type) == (len(CONTENT), "text/plain")
    assert blob.download_as_bytes() == CONTENT


def test_the_transfer_manager_uploads_and_downloads_many(cloud: Cloud, tmp_path: Path) -> None:
    bucket = cloud.bucket()
    for name in "abc":
        (tmp_path / name).write_text(name * 3)

    transfer_manager.upload_many_from_filenames(
        bucket,
        ["a", "b", "c"],
        source_directory=str(tmp_path),
        worker_type=transfer_manager.THREAD,
        raise_exception=True,
    )
    transfer_manager.download_chunks_concurrently(
        bucket.blob("b"),
        str(tmp_path / "down"),
        chunk_size=2,
        worker_type=transfer_manager.THREAD,
    )

    assert (tmp_path / "down").read_text() == "bbb"
    assert [blob.name for blob in bucket.list_blobs()] == ["a", "b", "c"]


def test_parts_are_joined_by_number_and_survive_a_restart() -> None:
    shelf = KeptShelf()
    with running_cloud(shelf) as cloud:
        cloud.bucket()
        upload_id = begin(cloud)
        last = put_part(cloud, upload_id, 2, CONTENT[PART:])

    with running_cloud(shelf) as cloud:
        first = put_part(cloud, upload_id, 1, CONTENT[:PART])
        status, _ = complete(cloud, upload_id, (1, first), (2, last))
        blob = cloud.client.bucket(BUCKET).get_blob("big")
        assert status == 200
        assert (blob.content_type, blob.metadata) == ("text/plain", {"a": "b"})
        assert blob.download_as_bytes() == CONTENT
        assert not any(key.startswith("multipart") for key in shelf.values)


def test_parts_and_uploads_are_listed(cloud: Cloud) -> None:
    cloud.bucket()
    upload_id = begin(cloud)
    tag = put_part(cloud, upload_id, 7, b"x")

    parts = cloud.request("GET", f"{PATH}?uploadId={upload_id}")
    uploads = cloud.request("GET", f"/{BUCKET}?uploads")

    assert tag == f'"{hashlib.md5(b"x", usedforsecurity=False).hexdigest()}"'
    assert text(parts, "{*}Part/{*}PartNumber") == "7"
    assert text(parts, "{*}Part/{*}ETag") == tag
    assert text(uploads, "{*}Upload/{*}UploadId") == upload_id


def test_an_upload_that_is_given_up_is_gone(cloud: Cloud) -> None:
    cloud.bucket()
    upload_id = begin(cloud)
    put_part(cloud, upload_id, 1, b"x")

    aborted = cloud.request("DELETE", f"{PATH}?uploadId={upload_id}")
    after = cloud.request("GET", f"{PATH}?uploadId={upload_id}")

    assert (aborted.status, after.status) == (204, 404)
    assert b"NoSuchUpload" in after.body


def test_what_does_not_fit_together_is_refused(cloud: Cloud) -> None:
    cloud.bucket()
    upload_id = begin(cloud)
    one, two = (put_part(cloud, upload_id, number, b"x") for number in (1, 2))

    assert complete(cloud, upload_id, (2, two), (1, one)) == (400, "InvalidPartOrder")
    assert complete(cloud, upload_id, (1, '"other"')) == (400, "InvalidPart")
    assert complete(cloud, upload_id, (3, one)) == (400, "InvalidPart")
    assert complete(cloud, upload_id, (1, one), (2, two)) == (400, "EntityTooSmall")
    assert complete(cloud, upload_id, (2, two)) == (200, "")


def test_a_part_that_was_damaged_on_the_way_is_refused(cloud: Cloud) -> None:
    cloud.bucket()
    upload_id = begin(cloud)
    wrong = base64.b64encode(b"0" * 16).decode()

    answer = cloud.request(
        "PUT",
        f"{PATH}?partNumber=1&uploadId={upload_id}",
        data=b"x",
        headers={"Content-MD5": wrong},
    )

    assert (answer.status, b"<Code>BadDigest</Code>" in answer.body) == (400, True)
