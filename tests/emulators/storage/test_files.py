"""Objects as files and texts: every way that the client has to read and write one."""

from __future__ import annotations

import io
from pathlib import Path

from google.cloud.storage import Blob
from google.cloud.storage.blob import ObjectContexts, ObjectCustomContextPayload

from tests.emulators.storage.cloud import BUCKET, Cloud

TEXT = "fjällräv och kaffe"


def a_text(cloud: Cloud) -> Blob:
    blob = cloud.bucket().blob("2026/a.txt")
    blob.content_language = "sv"
    blob.upload_from_string(TEXT)
    return blob


def test_every_way_of_reading_reads_the_same(cloud: Cloud, tmp_path: Path) -> None:
    blob = a_text(cloud)
    stream, other = io.BytesIO(), io.BytesIO()
    blob.download_to_file(stream)
    cloud.client.download_blob_to_file(f"gs://{BUCKET}/2026/a.txt", other)
    blob.download_to_filename(tmp_path / "a.txt")
    with blob.open("rt", encoding="utf-8") as lines:
        read = lines.read()

    assert blob.download_as_text() == TEXT
    assert read == TEXT
    assert blob.download_as_bytes() == stream.getvalue() == other.getvalue()
    assert (tmp_path / "a.txt").read_text(encoding="utf-8") == TEXT


def test_a_file_is_uploaded(cloud: Cloud, tmp_path: Path) -> None:
    bucket = cloud.bucket()
    file = tmp_path / "a.pdf"
    file.write_bytes(b"%PDF")
    blob = bucket.blob("a.pdf")

    blob.upload_from_filename(file)

    assert (blob.content_type, blob.download_as_bytes()) == ("application/pdf", b"%PDF")


def test_an_object_is_found_by_its_uri(cloud: Cloud) -> None:
    a_text(cloud)

    blob = Blob.from_uri(f"gs://{BUCKET}/2026/a.txt", client=cloud.client)

    assert blob.download_as_text() == TEXT


def test_links_lead_to_the_object(cloud: Cloud) -> None:
    blob = a_text(cloud)
    blob.reload(projection="full")

    metadata = cloud.request("GET", blob.self_link.removeprefix(cloud.url))
    content = cloud.request("GET", blob.media_link.removeprefix(cloud.url))

    assert f'"id": "{blob.id}"'.encode() in metadata.body
    assert content.body.decode() == TEXT
    assert blob.id == f"{BUCKET}/2026/a.txt/{blob.generation}"
    assert blob.content_language == "sv"
    assert blob.owner["entity"].startswith("project-owners-")


def test_an_update_sends_everything_that_can_be_set(cloud: Cloud) -> None:
    blob = a_text(cloud)
    blob.cache_control = "no-store"

    blob.update()

    found = cloud.client.bucket(BUCKET).get_blob(blob.name)
    assert (found.cache_control, found.content_language) == ("no-store", "sv")
    assert found.updated > found.time_created


def test_contexts_remember_when_they_came_and_changed(cloud: Cloud) -> None:
    blob = a_text(cloud)
    blob.contexts = ObjectContexts(
        blob,
        custom={
            "shop": ObjectCustomContextPayload(value="one"),
            "state": ObjectCustomContextPayload(value="new"),
        },
    )
    blob.patch()
    cloud.advance(hours=1)
    state = {"contexts": {"custom": {"state": {"value": "old"}}}}
    cloud.request("PATCH", f"/storage/v1{blob.path}", json=state)

    custom = cloud.client.bucket(BUCKET).get_blob(blob.name).contexts["custom"]
    assert {key: payload["value"] for key, payload in custom.items()} == {
        "shop": "one",
        "state": "old",
    }
    assert custom["shop"]["updateTime"] == custom["shop"]["createTime"]
    assert custom["state"]["updateTime"] > custom["state"]["createTime"]
