"""Parts of answers: `fields` and `projection`."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tests.emulators.storage.cloud import BUCKET, Cloud


def a_full_bucket(cloud: Cloud) -> None:
    bucket = cloud.bucket()
    for name in ("2026/a", "b"):
        blob = bucket.blob(name)
        blob.metadata = {"order": "7"}
        blob.upload_from_string("x")


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ("items(name,size)", {"items": [{"name": "b", "size": "1"}]}),
        ("items/name", {"items": [{"name": "b"}]}),
        (
            "prefixes,items/metadata/order",
            {
                "prefixes": ["2026/"],
                "items": [{"metadata": {"order": "7"}}],
            },
        ),
        ("kind,nothing", {"kind": "storage#objects"}),
        ("items(metadata(*))", {"items": [{"metadata": {"order": "7"}}]}),
    ],
)
def test_an_answer_has_the_fields_that_were_asked_for(
    cloud: Cloud, fields: str, expected: dict[str, Any]
) -> None:
    a_full_bucket(cloud)

    answer = cloud.request("GET", f"/storage/v1/b/{BUCKET}/o?delimiter=/&fields={fields}")

    assert json.loads(answer.body) == expected


def test_the_client_asks_for_fields_too(cloud: Cloud) -> None:
    a_full_bucket(cloud)

    found = cloud.client.list_blobs(BUCKET, fields="items(name),nextPageToken", page_size=1)

    assert [(blob.name, blob.size) for blob in found] == [("2026/a", None), ("b", None)]


@pytest.mark.parametrize("fields", ["items(", "items)", "a,,b", "/", "a(b"])
def test_a_malformed_selection_is_refused(cloud: Cloud, fields: str) -> None:
    cloud.bucket()

    answer = cloud.request("GET", f"/storage/v1/b/{BUCKET}?fields={fields}")

    assert answer.status == 400
    assert b"Invalid field selection" in answer.body


def test_lists_and_owners_are_shown_on_request_only(cloud: Cloud) -> None:
    a_full_bucket(cloud)
    path = f"/storage/v1/b/{BUCKET}/o/b"

    short = json.loads(cloud.request("GET", path).body)
    full = json.loads(cloud.request("GET", f"{path}?projection=full").body)

    assert full.keys() - short.keys() == {"acl", "owner"}
    assert full["acl"][0]["projectTeam"]["team"] == "owners"
