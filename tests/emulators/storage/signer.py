"""A service account with a key of its own."""

from __future__ import annotations

from functools import cache

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey, generate_private_key
from google.auth.crypt import RSASigner
from google.oauth2.service_account import Credentials

SIGNER = "checkout@kvitto-test.iam.gserviceaccount.com"


@cache
def _key() -> RSAPrivateKey:
    return generate_private_key(public_exponent=65537, key_size=2048)


def public_key() -> str:
    pem = (
        _key()
        .public_key()
        .public_bytes(serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo)
    )
    return pem.decode()


def private_key() -> str:
    pem = _key().private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
    return pem.decode()


def credentials(email: str = SIGNER) -> Credentials:
    signer = RSASigner.from_string(private_key())  # type: ignore[no-untyped-call]
    return Credentials(signer, email, "http://127.0.0.1:1/token")  # type: ignore[no-untyped-call]
