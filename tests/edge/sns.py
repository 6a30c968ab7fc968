"""Amazon SNS with a certificate of its own making: signs what it posts."""

from __future__ import annotations

import base64
import json
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey, generate_private_key
from cryptography.hazmat.primitives.hashes import SHA1, SHA256, HashAlgorithm
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import NameOID

ORIGIN = "https://sns.eu-north-1.amazonaws.com"
CERTIFICATE_URL = f"{ORIGIN}/SimpleNotificationService-0123abcdef.pem"
TOPIC = "arn:aws:sns:eu-north-1:000000000000:ses-events"

# The documentation of SNS, "Verifying the signatures", and not our own list.
_SIGNED = {
    "Notification": ("Message", "MessageId", "Subject", "Timestamp", "TopicArn", "Type"),
    "others": (
        *("Message", "MessageId", "SubscribeURL", "Timestamp", "Token", "TopicArn", "Type"),
    ),
}


@cache
def a_key() -> RSAPrivateKey:
    return generate_private_key(65537, 2048)


def a_certificate(key: RSAPrivateKey | ec.EllipticCurvePrivateKey) -> bytes:
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "sns.amazonaws.com")])
    now = datetime.now(UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .sign(key, SHA256())
    )
    return certificate.public_bytes(Encoding.PEM)


def signed(
    message: dict[str, Any],
    *,
    hash_: HashAlgorithm | None = None,
    key: RSAPrivateKey | None = None,
) -> dict[str, Any]:
    fields = _SIGNED["Notification" if message["Type"] == "Notification" else "others"]
    text = "".join(f"{name}\n{message[name]}\n" for name in fields if name in message)
    signature = (key or a_key()).sign(text.encode(), PKCS1v15(), hash_ or SHA256())
    return {**message, "Signature": base64.b64encode(signature).decode()}


def a_notification(message: str = "{}", **changed: Any) -> dict[str, Any]:
    fields = {
        "Type": "Notification",
        "MessageId": "8a1f6e0c-1111-2222-3333-444455556666",
        "TopicArn": TOPIC,
        "Subject": "Amazon SES Email Event Notification",
        "Message": message,
        "Timestamp": "2026-11-22T12:00:00.000Z",
        "SignatureVersion": "2",
        "SigningCertURL": CERTIFICATE_URL,
        **changed,
    }
    return {name: value for name, value in fields.items() if value is not ...}


def a_confirmation(**changed: Any) -> dict[str, Any]:
    fields = {
        "Type": "SubscriptionConfirmation",
        "MessageId": "9b2f6e0c-1111-2222-3333-444455556666",
        "TopicArn": TOPIC,
        "Message": "You have chosen to subscribe to the topic.",
        "Token": "2336412f37",
        "SubscribeURL": f"{ORIGIN}/?Action=ConfirmSubscription&Token=2336412f37",
        "Timestamp": "2026-11-22T12:00:00.000Z",
        "SignatureVersion": "2",
        "SigningCertURL": CERTIFICATE_URL,
        **changed,
    }
    return {name: value for name, value in fields.items() if value is not ...}


def raw(message: dict[str, Any]) -> bytes:
    return json.dumps(message).encode()


@dataclass
class Certificates:
    """Stands for the web server of SNS: an address and what lies there."""

    at: dict[str, bytes] = field(default_factory=lambda: {CERTIFICATE_URL: a_certificate(a_key())})
    fetched: list[str] = field(default_factory=list)
    is_down: bool = False

    def __call__(self, url: str) -> bytes:
        self.fetched.append(url)
        if self.is_down:
            raise OSError("no route to host")
        return self.at[url]


SHA_1 = SHA1()  # noqa: S303 - what version 1 of the signature was made with
