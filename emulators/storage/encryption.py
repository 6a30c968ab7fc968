"""Keys that customers supply: the service keeps their hash, never the key."""

from __future__ import annotations

import base64
import binascii
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass

from emulators.storage.refusals import Refused

ALGORITHM = "AES256"
KEY_BYTES = 32
_HEADERS = "x-goog-encryption-"
_SOURCE_HEADERS = "x-goog-copy-source-encryption-"


@dataclass(frozen=True, slots=True)
class Encryption:
    """What encrypts an object: at most one of the two."""

    key_sha256: str | None = None
    kms_key_name: str | None = None


GOOGLE_MANAGED = Encryption()


def supplied_key(headers: Mapping[str, str], *, of_source: bool = False) -> str | None:
    """Return the base64 SHA-256 of the key in the headers; 400 when they contradict themselves."""
    prefix = _SOURCE_HEADERS if of_source else _HEADERS
    algorithm, key = headers.get(prefix + "algorithm"), headers.get(prefix + "key")
    claimed = headers.get(prefix + "key-sha256")
    if algorithm is None and key is None and claimed is None:
        return None
    if algorithm != ALGORITHM:
        raise _refused(
            "customerEncryptionAlgorithmIsInvalid",
            'Missing an encryption algorithm, or the provided algorithm is not "AES256."',
        )
    calculated = _sha256_of(key or "")
    if claimed != calculated:
        raise _refused(
            "customerEncryptionKeySha256IsInvalid",
            "Missing a SHA256 hash of the encryption key, or it is not base64 encoded, "
            "or it does not match the encryption key.",
        )
    return calculated


def check_key(encryption: Encryption, supplied: str | None) -> None:
    """Raise 400 unless the key that was supplied is the one that encrypts the content."""
    if encryption.key_sha256 == supplied:
        return
    if supplied is None:
        raise _refused(
            "resourceIsEncryptedWithCustomerEncryptionKey",
            "The target object is encrypted by a customer-supplied encryption key.",
            "ResourceIsEncryptedWithCustomerEncryptionKey",
        )
    if encryption.key_sha256 is None:
        raise _refused(
            "resourceNotEncryptedWithCustomerEncryptionKey",
            "The target object is not encrypted by a customer-supplied encryption key.",
            "ResourceNotEncryptedWithCustomerEncryptionKey",
        )
    raise _refused(
        "customerEncryptionKeyIsIncorrect",
        "The provided encryption key is incorrect.",
        "CustomerEncryptionKeyIsIncorrect",
    )


def _sha256_of(key: str) -> str:
    try:
        raw = base64.b64decode(key, validate=True)
    except binascii.Error:
        raw = b""
    if len(raw) != KEY_BYTES:
        raise _refused(
            "customerEncryptionKeyFormatIsInvalid",
            "Missing an encryption key, or it is not base64 encoded, or it does not meet the "
            "required length of the encryption algorithm.",
        )
    return base64.b64encode(hashlib.sha256(raw).digest()).decode()


def _refused(reason: str, message: str, xml_code: str = "InvalidArgument") -> Refused:
    return Refused(400, reason, message, xml_code=xml_code)
