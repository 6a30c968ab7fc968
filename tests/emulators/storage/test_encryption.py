"""Keys that customers supply, and the names of keys that they manage."""

from __future__ import annotations

import base64
import hashlib

import pytest
from google.api_core.exceptions import BadRequest
from google.cloud.storage import Blob

from tests.emulators.kept_shelf import KeptShelf
from tests.emulators.storage.cloud import BUCKET, Cloud, running_cloud

KEY, OTHER_KEY = b"k" * 32, b"o" * 32
KMS_KEY = "projects/p/locations/eu/keyRings/r/cryptoKeys/k"


def an_encrypted_blob(cloud: Cloud) -> Blob:
    blob = cloud.bucket().blob("a", encryption_key=KEY)
    blob.upload_from_string("secret")
    return blob


def test_the_right_key_reads_what_it_encrypted(cloud: Cloud) -> None:
    assert an_encrypted_blob(cloud).download_as_bytes() == b"secret"


@pytest.mark.parametrize(
    ("key", "message"),
    [
        (None, "The target object is encrypted by a customer-supplied encryption key."),
        (OTHER_KEY, "The provided encryption key is incorrect."),
    ],
)
def test_without_the_right_key_nothing_is_read(
    cloud: Cloud, key: bytes | None, message: str
) -> None:
    an_encrypted_blob(cloud)
    bucket = cloud.client.bucket(BUCKET)

    with pytest.raises(BadRequest, match=message):
        bucket.blob("a", encryption_key=key).download_as_bytes()

    assert bucket.get_blob("a").size == 6


def test_a_key_for_what_is_not_encrypted_is_refused(cloud: Cloud) -> None:
    cloud.bucket().blob("a").upload_from_string("open")

    with pytest.raises(BadRequest, match="not encrypted by a customer-supplied"):
        cloud.client.bucket(BUCKET).blob("a", encryption_key=KEY).download_as_bytes()


def test_the_hash_of_the_key_is_shown_and_the_hash_of_the_content_is_not(cloud: Cloud) -> None:
    an_encrypted_blob(cloud)
    hashed = base64.b64encode(hashlib.sha256(KEY).digest()).decode()

    without = cloud.client.bucket(BUCKET).get_blob("a")
    having = cloud.client.bucket(BUCKET).get_blob("a", encryption_key=KEY)

    assert without._properties["customerEncryption"] == {  # noqa: SLF001 - the client shows it nowhere else
        "encryptionAlgorithm": "AES256",
        "keySha256": hashed,
    }
    assert (without.md5_hash, without.crc32c) == (None, None)
    assert having.md5_hash is not None


def test_a_rewrite_changes_the_key(cloud: Cloud) -> None:
    old = an_encrypted_blob(cloud)
    new = cloud.client.bucket(BUCKET).blob("a", encryption_key=OTHER_KEY)

    new.rewrite(old)

    assert new.download_as_bytes() == b"secret"
    with pytest.raises(BadRequest, match="incorrect"):
        cloud.client.bucket(BUCKET).blob("a", encryption_key=KEY).download_as_bytes()


def test_a_rewrite_needs_the_key_of_its_source(cloud: Cloud) -> None:
    an_encrypted_blob(cloud)
    bucket = cloud.client.bucket(BUCKET)

    with pytest.raises(BadRequest, match="encrypted by a customer-supplied"):
        bucket.blob("b").rewrite(bucket.blob("a"))

    assert not bucket.blob("b").exists()


@pytest.mark.parametrize(
    ("header", "value", "reason"),
    [
        ("algorithm", "AES128", "customerEncryptionAlgorithmIsInvalid"),
        ("key", "c2hvcnQ=", "customerEncryptionKeyFormatIsInvalid"),
        ("key-sha256", "wrong", "customerEncryptionKeySha256IsInvalid"),
    ],
)
def test_headers_that_contradict_themselves_are_refused(
    cloud: Cloud, header: str, value: str, reason: str
) -> None:
    cloud.bucket()
    prefix = "x-goog-encryption-"
    headers = {
        prefix + "algorithm": "AES256",
        prefix + "key": base64.b64encode(KEY).decode(),
        prefix + "key-sha256": base64.b64encode(hashlib.sha256(KEY).digest()).decode(),
        prefix + header: value,
    }

    answer = cloud.request(
        "POST",
        f"/upload/storage/v1/b/{BUCKET}/o?uploadType=media&name=a",
        data=b"x",
        headers=headers,
    )

    assert answer.status == 400
    assert reason.encode() in answer.body


def test_the_name_of_a_managed_key_is_kept(cloud: Cloud) -> None:
    bucket = cloud.bucket()
    bucket.default_kms_key_name = KMS_KEY
    bucket.patch()
    bucket.blob("default").upload_from_string("x")
    bucket.blob("own", kms_key_name=KMS_KEY + "2").upload_from_string("x")

    assert bucket.get_blob("default").kms_key_name == f"{KMS_KEY}/cryptoKeyVersions/1"
    assert bucket.get_blob("own").kms_key_name == f"{KMS_KEY}2/cryptoKeyVersions/1"
    assert cloud.client.get_bucket(BUCKET).default_kms_key_name == KMS_KEY


def test_encryption_survives_a_restart() -> None:
    shelf = KeptShelf()
    with running_cloud(shelf) as cloud:
        an_encrypted_blob(cloud)

    with running_cloud(shelf) as cloud:
        blob = cloud.client.bucket(BUCKET).blob("a", encryption_key=OTHER_KEY)
        with pytest.raises(BadRequest, match="incorrect"):
            blob.download_as_bytes()
        assert not any(base64.b64encode(KEY) in value for value in shelf.values.values())
