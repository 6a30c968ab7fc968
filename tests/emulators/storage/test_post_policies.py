"""Uploads by HTML forms whose policy was signed."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import aiohttp
import pytest

from tests.emulators.storage.cloud import BUCKET, Answer, Cloud, running_cloud
from tests.emulators.storage.signer import SIGNER, credentials, public_key


@pytest.fixture
def cloud() -> Iterator[Cloud]:
    with running_cloud(public_keys={SIGNER: public_key()}) as cloud:
        cloud.bucket()
        yield cloud


def policy(cloud: Cloud, **options: Any) -> dict[str, Any]:
    made: dict[str, Any] = cloud.client.generate_signed_post_policy_v4(
        BUCKET,
        "forms/a.txt",
        expiration=timedelta(minutes=10),
        credentials=credentials(),
        **options,
    )
    return made


def submit(cloud: Cloud, fields: dict[str, str], content: bytes = b"content") -> Answer:
    async def send() -> Answer:
        form = aiohttp.FormData()
        for name, value in fields.items():
            form.add_field(name, value)
        form.add_field("file", content, filename="a.txt")
        async with (
            aiohttp.ClientSession() as session,
            session.post(f"{cloud.url}/{BUCKET}/", data=form, allow_redirects=False) as answer,
        ):
            return Answer(answer.status, answer.headers, await answer.read())

    return cloud.loop.run(send())


def test_a_form_with_a_signed_policy_uploads(cloud: Cloud) -> None:
    made = policy(cloud, fields={"Content-Type": "text/plain", "x-goog-meta-order": "7"})

    answer = submit(cloud, made["fields"])

    blob = cloud.client.bucket(BUCKET).get_blob("forms/a.txt")
    assert answer.status == 204
    assert (blob.content_type, blob.metadata) == ("text/plain", {"order": "7"})
    assert blob.download_as_bytes() == b"content"


def test_the_old_form_of_policy_uploads_too(cloud: Cloud) -> None:
    bucket = cloud.client.bucket(BUCKET)
    signing = type(cloud.client)(project="kvitto-test", credentials=credentials())
    made = bucket.generate_upload_policy(
        [["starts-with", "$key", "old/"]],
        expiration=cloud.clock.now() + timedelta(minutes=10),
        client=signing,
    )
    signing.close()

    answer = submit(cloud, {"key": "old/${filename}", **made})

    assert answer.status == 204
    assert bucket.blob("old/a.txt").download_as_bytes() == b"content"


@pytest.mark.parametrize(
    ("change", "status", "code"),
    [
        ({"key": "forms/b.txt"}, 403, "AccessDenied"),
        ({"acl": "public-read"}, 403, "AccessDenied"),
        ({"x-goog-signature": "00"}, 403, "SignatureDoesNotMatch"),
        ({"policy": "e30="}, 403, "SignatureDoesNotMatch"),
        ({"x-goog-algorithm": "other"}, 400, "MalformedSecurityHeader"),
    ],
)
def test_a_form_that_its_policy_does_not_allow_is_refused(
    cloud: Cloud, change: dict[str, str], status: int, code: str
) -> None:
    answer = submit(cloud, {**policy(cloud)["fields"], **change})

    assert (answer.status, code.encode() in answer.body) == (status, True)
    assert list(cloud.client.list_blobs(BUCKET)) == []


@pytest.mark.parametrize(
    ("content", "code"), [(b"x", b"EntityTooSmall"), (b"x" * 11, b"EntityTooLarge")]
)
def test_the_size_can_be_limited(cloud: Cloud, content: bytes, code: bytes) -> None:
    made = policy(cloud, conditions=[["content-length-range", 2, 10]])

    answer = submit(cloud, made["fields"], content)

    assert (answer.status, code in answer.body) == (400, True)


def test_a_policy_is_of_no_use_after_its_time(cloud: Cloud) -> None:
    made = policy(cloud)
    cloud.advance(minutes=11)

    answer = submit(cloud, made["fields"])

    assert (answer.status, b"InvalidPolicyDocument" in answer.body) == (400, True)


def test_a_form_can_ask_for_the_answer_it_gets(cloud: Cloud) -> None:
    made = policy(cloud, fields={"success_action_status": "201"})
    led = policy(cloud, fields={"success_action_redirect": "http://127.0.0.1/thanks"})

    created, redirected = submit(cloud, made["fields"]), submit(cloud, led["fields"])

    assert (created.status, redirected.status) == (201, 303)
    assert b"<Key>forms/a.txt</Key>" in created.body
    assert redirected.headers["Location"] == "http://127.0.0.1/thanks"
