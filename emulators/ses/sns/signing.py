"""The key that signs notifications, and the certificate that vouches for it."""

from __future__ import annotations

import base64
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal, Self

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey, generate_private_key
from cryptography.hazmat.primitives.hashes import SHA1, SHA256
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
)
from cryptography.x509.oid import NameOID

SignatureVersion = Literal["1", "2"]
_VALID_FOR = timedelta(days=3650)
# The clock of the local cloud may be moved by years.


@dataclass(frozen=True, slots=True)
class SigningKey:
    private_key: RSAPrivateKey
    certificate_pem: bytes

    @classmethod
    def generate(cls, now: datetime) -> Self:
        """Takes a good part of a second, so keep it off the event loop."""
        private_key = generate_private_key(public_exponent=65537, key_size=2048)
        name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "sns.amazonaws.com")])
        certificate = (
            x509.CertificateBuilder(name, name, private_key.public_key())
            .serial_number(x509.random_serial_number())
            .not_valid_before(now - timedelta(days=1))
            .not_valid_after(now + _VALID_FOR)
            .sign(private_key, SHA256())
        )
        return cls(private_key, certificate.public_bytes(Encoding.PEM))

    @classmethod
    def from_pem(cls, pem: bytes) -> Self:
        private_key = load_pem_private_key(pem, password=None)
        if not isinstance(private_key, RSAPrivateKey):
            raise TypeError(f"SNS signs with RSA, not with {type(private_key).__name__}")
        certificate = x509.load_pem_x509_certificate(pem)
        return cls(private_key, certificate.public_bytes(Encoding.PEM))

    def to_pem(self) -> bytes:
        key = self.private_key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
        return key + self.certificate_pem

    def sign(self, data: bytes, version: SignatureVersion) -> str:
        """In base 64, by RSA with PKCS #1 v1.5 over SHA-1 (version 1) or SHA-256 (version 2)."""
        digest = SHA1() if version == "1" else SHA256()  # noqa: S303 - SNS signs so by default
        return base64.b64encode(self.private_key.sign(data, PKCS1v15(), digest)).decode()
