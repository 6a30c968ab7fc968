"""Signed URLs are held to their signature, their headers and their time."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from google.cloud.storage import Blob

from tests.emulators.storage.cloud import Answer, Cloud, running_cloud
from tests.emulators.storage.signer import SIGNER, credentials, public_key
from tests.emulators.storage.xml_answers import text

HOUR = timedelta(hours=1)


@pytest.fixture
def cloud() -> Iterator[Cloud]:
    with running_cloud(public_keys={SIGNER: public_key()}) as cloud:
        yield cloud


def a_blob(cloud: Cloud, name: str = "2026/å ö+~.pdf") -> Blob:
    blob = cloud.bucket().blob(name)
    blob.upload_from_string("content", content_type="application/pdf")
    return blob


def signed(blob: Blob, **options: Any) -> str:
    wanted = {"version": "v4", "expiration": HOUR, "credentials": credentials(), **options}
    url: str = blob.generate_signed_url(**wanted)
    return url


def sent(cloud: Cloud, method: str, url: str, **options: Any) -> Answer:
    return cloud.request(method, url.removeprefix(cloud.url), **options)


def told(answer: Answer, field: str = "Code") -> str:
    return text(answer, field)


@pytest.mark.parametrize("version", ["v2", "v4"])
def test_what_is_signed_for_reading_can_be_read(cloud: Cloud, version: str) -> None:
    blob = a_blob(cloud)

    answer = sent(cloud, "GET", signed(blob, version=version))

    assert (answer.status, answer.body) == (200, b"content")
    assert answer.headers["Content-Type"] == "application/pdf"
    assert answer.headers["X-Goog-Generation"] == str(blob.generation)


@pytest.mark.parametrize("version", ["v2", "v4"])
def test_what_is_signed_for_writing_can_be_written(cloud: Cloud, version: str) -> None:
    blob = cloud.bucket().blob("a/b")
    url = signed(blob, version=version, method="PUT", content_type="text/plain")

    answer = sent(cloud, "PUT", url, data=b"new", headers={"Content-Type": "text/plain"})

    blob.reload()
    assert answer.status == 200
    assert answer.headers["X-Goog-Generation"] == str(blob.generation)
    assert (blob.download_as_bytes(), blob.content_type) == (b"new", "text/plain")


def test_an_object_can_be_looked_at_and_deleted(cloud: Cloud) -> None:
    blob = a_blob(cloud)

    looked = sent(cloud, "HEAD", signed(blob, method="HEAD"))
    deleted = sent(cloud, "DELETE", signed(blob, method="DELETE"))

    assert (looked.status, looked.headers["Content-Length"], looked.body) == (200, "7", b"")
    assert deleted.status == 204
    assert not blob.exists()


def test_a_resumable_upload_is_begun_by_a_signed_url(cloud: Cloud) -> None:
    blob = cloud.bucket().blob("big")
    url = signed(blob, method="RESUMABLE", content_type="text/plain")
    headers = {"x-goog-resumable": "start", "Content-Type": "text/plain"}

    begun = sent(cloud, "POST", url, headers=headers)
    session = begun.headers["Location"]
    half = sent(
        cloud, "PUT", session, data=b"x" * 262144, headers={"Content-Range": "bytes 0-262143/*"}
    )
    done = sent(
        cloud, "PUT", session, data=b"y", headers={"Content-Range": "bytes 262144-262144/262145"}
    )

    assert (begun.status, half.status, done.status) == (201, 308, 200)
    assert half.headers["Range"] == "bytes=0-262143"
    assert blob.download_as_bytes() == b"x" * 262144 + b"y"


@pytest.mark.parametrize("version", ["v2", "v4"])
def test_a_url_is_of_no_use_after_its_time(cloud: Cloud, version: str) -> None:
    url = signed(a_blob(cloud), version=version)
    cloud.advance(hours=1, seconds=2)

    answer = sent(cloud, "GET", url)

    assert (answer.status, told(answer)) == (400, "ExpiredToken")
    assert "Request signature expired at: 20" in told(answer, "Details")
    assert answer.headers["Content-Type"].startswith("application/xml")


def test_a_url_is_of_no_use_before_its_time(cloud: Cloud) -> None:
    url = signed(a_blob(cloud))
    early = url.replace("X-Goog-Date=2", "X-Goog-Date=3").replace("%2F2", "%2F3")

    assert sent(cloud, "GET", early).status == 403


def tampered(url: str) -> list[str]:
    path, _, query = url.partition("?")
    return [
        f"{path[:-1]}x?{query}",
        f"{url}&response-content-type=text%2Fhtml",
        url.replace("X-Goog-Expires=3600", "X-Goog-Expires=3601"),
        url.replace("checkout%40", "another%40"),
        url[:-1] + ("0" if url[-1] != "0" else "1"),
    ]


def test_a_url_that_was_tampered_with_is_refused(cloud: Cloud) -> None:
    url = signed(a_blob(cloud))

    for other in tampered(url):
        answer = sent(cloud, "GET", other)
        assert (answer.status, told(answer)) == (403, "SignatureDoesNotMatch"), other
        assert told(answer, "StringToSign").startswith("GOOG4-RSA-SHA256\n")
        assert told(answer, "CanonicalRequest").startswith("GET\n/invoices-of-a-test/")


def test_a_url_of_version_2_that_was_tampered_with_is_refused(cloud: Cloud) -> None:
    url = signed(a_blob(cloud), version="v2")

    answer = sent(cloud, "GET", url.replace(".pdf?", ".txt?"))

    assert (answer.status, told(answer)) == (403, "SignatureDoesNotMatch")
    assert told(answer, "StringToSign").startswith("GET\n\n\n")


def test_a_url_is_good_for_one_method_only(cloud: Cloud) -> None:
    answer = sent(cloud, "DELETE", signed(a_blob(cloud)))

    assert (answer.status, told(answer)) == (403, "SignatureDoesNotMatch")


def test_the_signature_of_a_stranger_does_not_count(cloud: Cloud) -> None:
    url = signed(a_blob(cloud), credentials=credentials("stranger@example.com"))

    assert told(sent(cloud, "GET", url)) == "SignatureDoesNotMatch"


def test_headers_that_were_signed_must_come_along(cloud: Cloud) -> None:
    blob = cloud.bucket().blob("a")
    url = signed(blob, method="PUT", content_type="text/plain", headers={"x-goog-meta-order": "7"})
    both = {"Content-Type": "text/plain", "x-goog-meta-order": "7"}

    without = sent(cloud, "PUT", url, data=b"x", headers={"Content-Type": "text/plain"})
    wrong = sent(cloud, "PUT", url, data=b"x", headers={**both, "x-goog-meta-order": "8"})
    unsigned = sent(cloud, "PUT", url, data=b"x", headers={**both, "x-goog-acl": "public-read"})
    right = sent(cloud, "PUT", url, data=b"x", headers=both)

    assert (without.status, told(without)) == (400, "MalformedSecurityHeader")
    assert told(without, "ParameterName") == "x-goog-meta-order"
    assert told(wrong) == "SignatureDoesNotMatch"
    assert told(unsigned, "ParameterName") == "x-goog-acl"
    assert right.status == 200
    blob.reload()
    assert blob.metadata == {"order": "7"}


def test_the_answer_can_be_given_another_type_and_name(cloud: Cloud) -> None:
    disposition = 'attachment; filename="N-1.pdf"'
    url = signed(a_blob(cloud), response_type="text/plain", response_disposition=disposition)

    headers = sent(cloud, "GET", url).headers

    assert headers["Content-Type"] == "text/plain"
    assert headers["Content-Disposition"] == disposition


def test_a_part_can_be_read(cloud: Cloud) -> None:
    answer = sent(cloud, "GET", signed(a_blob(cloud)), headers={"Range": "bytes=0-3"})

    assert (answer.status, answer.body) == (206, b"cont")


def test_an_object_that_does_not_exist_is_said_so_in_xml(cloud: Cloud) -> None:
    answer = sent(cloud, "GET", signed(cloud.bucket().blob("nobody")))

    assert (answer.status, told(answer)) == (404, "NoSuchKey")
    assert told(answer, "Message") == "The specified key does not exist."


def test_a_url_can_say_that_nothing_may_be_overwritten(cloud: Cloud) -> None:
    blob = a_blob(cloud)
    only_new = {"x-goog-if-generation-match": "0"}
    url = signed(blob, method="PUT", headers=dict(only_new))

    answer = sent(cloud, "PUT", url, data=b"other", headers=only_new)

    assert (answer.status, told(answer)) == (412, "PreconditionFailed")
    assert blob.download_as_bytes() == b"content"


def test_a_bucket_can_be_listed_by_a_signed_url(cloud: Cloud) -> None:
    blob = a_blob(cloud)
    url = blob.bucket.generate_signed_url(version="v4", expiration=HOUR, credentials=credentials())

    answer = sent(cloud, "GET", url)

    assert blob.name.encode() in answer.body


def test_a_generation_can_be_named(cloud: Cloud) -> None:
    blob = a_blob(cloud)

    right = sent(cloud, "GET", signed(blob, generation=blob.generation))
    wrong = sent(cloud, "GET", signed(blob, generation=1))

    assert (right.status, wrong.status) == (200, 404)


@pytest.mark.parametrize(
    ("change", "parameter"),
    [
        (("goog4_request", "aws4_request"), "x-goog-credential"),
        (("X-Goog-Expires=3600", "X-Goog-Expires=604801"), "x-goog-expires"),
        (("GOOG4-RSA-SHA256", "GOOG4-HMAC-SHA256"), "x-goog-algorithm"),
        (("X-Goog-Signature=", "X-Goog-Signature=z"), "x-goog-signature"),
        (("X-Goog-Signature=", "X-Goog-Other="), "x-goog-signature"),
    ],
)
def test_a_malformed_signature_is_told_apart_from_a_wrong_one(
    cloud: Cloud, change: tuple[str, str], parameter: str
) -> None:
    answer = sent(cloud, "GET", signed(a_blob(cloud)).replace(*change))

    assert (answer.status, told(answer)) == (400, "MalformedSecurityHeader")
    assert told(answer, "ParameterName") == parameter
