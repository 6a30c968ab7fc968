from __future__ import annotations

from typing import Any

import pytest
from google.api_core.exceptions import BadRequest

from tests.emulators.storage.cloud import BUCKET, Cloud

NAMES = ["2025/a.pdf", "2025/b.pdf", "2026/01/c.pdf", "2026/d.pdf", "index", "å"]


def a_full_bucket(cloud: Cloud) -> None:
    bucket = cloud.bucket()
    for name in reversed(NAMES):
        bucket.blob(name).upload_from_string("x")


def listed(cloud: Cloud, **query: Any) -> tuple[list[str], list[str]]:
    found = cloud.client.list_blobs(BUCKET, **query)
    return [blob.name for blob in found], sorted(found.prefixes)


def test_objects_are_listed_by_name(cloud: Cloud) -> None:
    a_full_bucket(cloud)

    assert listed(cloud) == (NAMES, [])


@pytest.mark.parametrize(
    ("query", "names", "prefixes"),
    [
        ({"prefix": "2025/"}, ["2025/a.pdf", "2025/b.pdf"], []),
        ({"delimiter": "/"}, ["index", "å"], ["2025/", "2026/"]),
        ({"prefix": "2026/", "delimiter": "/"}, ["2026/d.pdf"], ["2026/01/"]),
        ({"start_offset": "2026/d.pdf"}, ["2026/d.pdf", "index", "å"], []),
        ({"end_offset": "2025/b.pdf"}, ["2025/a.pdf"], []),
        ({"prefix": "nothing"}, [], []),
    ],
)
def test_a_list_can_be_narrowed(
    cloud: Cloud, query: dict[str, str], names: list[str], prefixes: list[str]
) -> None:
    a_full_bucket(cloud)

    assert listed(cloud, **query) == (names, prefixes)


@pytest.mark.parametrize("size", [1, 2, 3, 5])
def test_pages_together_are_the_whole_list(cloud: Cloud, size: int) -> None:
    a_full_bucket(cloud)

    pages = [list(page) for page in cloud.client.list_blobs(BUCKET, page_size=size).pages]

    assert [blob.name for page in pages for blob in page] == NAMES
    assert all(len(page) == size for page in pages[:-1])


def test_prefixes_count_as_entries_of_a_page(cloud: Cloud) -> None:
    a_full_bucket(cloud)

    found = cloud.client.list_blobs(BUCKET, delimiter="/", page_size=1)
    pages = [[blob.name for blob in page] for page in found.pages]

    assert pages == [[], [], ["index"], ["å"]]
    assert found.prefixes == {"2025/", "2026/"}


def test_a_maximum_is_kept(cloud: Cloud) -> None:
    a_full_bucket(cloud)

    assert listed(cloud, max_results=2) == (NAMES[:2], [])


def test_an_object_named_like_a_folder_is_listed_beside_it_on_request(cloud: Cloud) -> None:
    bucket = cloud.bucket()
    bucket.blob("2026/").upload_from_string("")
    bucket.blob("2026/a").upload_from_string("x")

    assert listed(cloud, delimiter="/") == ([], ["2026/"])
    assert listed(cloud, delimiter="/", include_trailing_delimiter=True) == (
        ["2026/"],
        ["2026/"],
    )


@pytest.mark.parametrize(
    ("pattern", "names"),
    [
        ("**.pdf", NAMES[:4]),
        ("*", ["index", "å"]),
        ("*/*.pdf", ["2025/a.pdf", "2025/b.pdf", "2026/d.pdf"]),
        ("2026/**/c.pdf", ["2026/01/c.pdf"]),
        ("2026/**/d.pdf", ["2026/d.pdf"]),
        ("2025/[ax].pdf", ["2025/a.pdf"]),
        ("2025/[!a].pdf", ["2025/b.pdf"]),
        ("{index,2026/?.pdf}", ["2026/d.pdf", "index"]),
        ("2025/a,b.pdf", []),
    ],
)
def test_names_are_matched_with_a_pattern(cloud: Cloud, pattern: str, names: list[str]) -> None:
    a_full_bucket(cloud)

    assert listed(cloud, match_glob=pattern) == (names, [])


@pytest.mark.parametrize("pattern", ["{a", "a}", "[b-a]"])
def test_a_malformed_pattern_is_refused(cloud: Cloud, pattern: str) -> None:
    cloud.bucket()

    with pytest.raises(BadRequest, match="matchGlob"):
        listed(cloud, match_glob=pattern)


def test_a_filter_is_refused_not_ignored(cloud: Cloud) -> None:
    cloud.bucket()

    answer = cloud.request("GET", f"/storage/v1/b/{BUCKET}/o?filter=contexts.a:*")

    assert answer.status == 501
