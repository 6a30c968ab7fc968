"""What SNS posts, addressed and checked."""

from __future__ import annotations

import base64
from typing import Any

from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.x509 import load_pem_x509_certificate

from tests.emulators.ses.mailer import Mailer
from tests.emulators.ses.subscriber import Post

TAG = {"Name": "outbox", "Value": "rcp_1"}


def to(address: str) -> dict[str, Any]:
    return {"Destination": {"ToAddresses": [address]}}


async def assert_signed(ses: Mailer, post: Post) -> None:
    body = post.body
    async with ses.session.get(body["SigningCertURL"]) as response:
        public_key = load_pem_x509_certificate(await response.read()).public_key()
    assert isinstance(public_key, RSAPublicKey)
    names = ("Message", "MessageId", "Subject", "Timestamp", "TopicArn", "Type")
    signed = "".join(f"{name}\n{body[name]}\n" for name in names).encode()
    # Raises InvalidSignature unless it is.
    public_key.verify(base64.b64decode(body["Signature"]), signed, PKCS1v15(), SHA256())
