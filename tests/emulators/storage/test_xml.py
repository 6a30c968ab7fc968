"""Lists and bulk deletion over the XML API."""

from __future__ import annotations

from tests.emulators.storage.cloud import BUCKET, Cloud
from tests.emulators.storage.xml_answers import texts

NAMES = ["2025/a", "2026/b", "2026/c", "index"]


def a_full_bucket(cloud: Cloud) -> None:
    bucket = cloud.bucket()
    for name in NAMES:
        bucket.blob(name).upload_from_string("x")


def test_objects_are_listed(cloud: Cloud) -> None:
    a_full_bucket(cloud)

    answer = cloud.request("GET", f"/{BUCKET}")

    assert texts(answer, "{*}Contents/{*}Key") == NAMES
    assert texts(answer, "{*}IsTruncated") == ["false"]


def test_folders_are_folded(cloud: Cloud) -> None:
    a_full_bucket(cloud)

    answer = cloud.request("GET", f"/{BUCKET}?delimiter=/")

    assert texts(answer, "{*}Contents/{*}Key") == ["index"]
    assert texts(answer, "{*}CommonPrefixes/{*}Prefix") == ["2025/", "2026/"]


def test_both_versions_of_the_list_have_pages(cloud: Cloud) -> None:
    a_full_bucket(cloud)
    for version, following, parameter in (
        ("", "{*}NextMarker", "marker"),
        ("list-type=2&", "{*}NextContinuationToken", "continuation-token"),
    ):
        first = cloud.request("GET", f"/{BUCKET}?{version}max-keys=3")
        [token] = texts(first, following)
        second = cloud.request("GET", f"/{BUCKET}?{version}max-keys=3&{parameter}={token}")

        assert texts(first, "{*}Contents/{*}Key") == NAMES[:3]
        assert texts(second, "{*}Contents/{*}Key") == NAMES[3:]


def test_a_list_can_start_after_a_name(cloud: Cloud) -> None:
    a_full_bucket(cloud)

    answer = cloud.request("GET", f"/{BUCKET}?list-type=2&start-after=2026/b")

    assert texts(answer, "{*}Contents/{*}Key") == ["2026/c", "index"]


def test_many_objects_are_deleted_at_once(cloud: Cloud) -> None:
    a_full_bucket(cloud)
    held = cloud.client.bucket(BUCKET).get_blob("index")
    held.temporary_hold = True
    held.patch()
    wanted = "".join(f"<Object><Key>{name}</Key></Object>" for name in [*NAMES[1:], "nobody"])

    answer = cloud.request("POST", f"/{BUCKET}?delete", data=f"<Delete>{wanted}</Delete>")

    assert texts(answer, "{*}Deleted/{*}Key") == ["2026/b", "2026/c", "nobody"]
    assert texts(answer, "{*}Error/{*}Code") == ["AccessDenied"]
    assert [blob.name for blob in cloud.client.list_blobs(BUCKET)] == ["2025/a", "index"]


def test_a_document_that_declares_entities_is_refused(cloud: Cloud) -> None:
    cloud.bucket()

    answer = cloud.request("POST", f"/{BUCKET}?delete", data="<!DOCTYPE a><Delete/>")

    assert (answer.status, texts(answer, "Code")) == (400, ["MalformedXML"])


def test_a_bucket_that_does_not_exist_is_said_so_in_xml(cloud: Cloud) -> None:
    answer = cloud.request("GET", "/no-such-bucket")

    assert (answer.status, texts(answer, "Code")) == (404, ["NoSuchBucket"])


def test_a_method_that_does_not_exist_is_said_so_in_xml(cloud: Cloud) -> None:
    answer = cloud.request("PATCH", f"/{BUCKET}/a")

    assert (answer.status, texts(answer, "Code")) == (405, ["MethodNotAllowed"])
