"""Proof that a message came from Amazon SNS, without ever fetching a URL of a stranger's choice.

Source: docs.aws.amazon.com/sns, "Verifying the signatures of Amazon SNS messages".
"""

from __future__ import annotations

import base64
import http.client
import re
import urllib.request
from collections.abc import Callable, Mapping
from urllib.parse import urlsplit

FETCH_TIMEOUT_SECONDS = 5
CERTIFICATE_LENGTH_MAX = 20_000

# The fields SNS signs, in this order, each present one as "name\nvalue\n".
_NOTIFICATION = ("Message", "MessageId", "Subject", "Timestamp", "TopicArn", "Type")
_CONFIRMATION = ("Message", "MessageId", "SubscribeURL", "Timestamp", "Token", "TopicArn", "Type")


_VISIBLE = re.compile(r"[!-~]+", re.ASCII)


HasSigned = Callable[[bytes, bytes], bool]  # (message, signature)


class NotFromSns(Exception):
    """The message is not signed by SNS, or not in the way we accept."""


class Fetch:
    """GET from one pinned origin, following no redirect."""

    def __init__(self, origin: str) -> None:
        """`origin` is `https://sns.<region>.amazonaws.com`. A call may raise `OSError`."""
        self._origin = origin
        self._opener = urllib.request.build_opener(_NoRedirect)

    def __call__(self, url: str) -> bytes:
        if not _is_below(self._origin, url):
            raise NotFromSns("an address outside SNS")
        try:
            with self._opener.open(url, timeout=FETCH_TIMEOUT_SECONDS) as response:
                content: bytes = response.read(CERTIFICATE_LENGTH_MAX)
        except http.client.HTTPException as error:
            raise OSError("SNS broke off its answer") from error
        return content


def _is_below(origin: str, url: str) -> bool:
    try:
        parts = urlsplit(url)
    except ValueError:
        return False
    # What is not visible ASCII has no place in an address, and clients disagree about it.
    visible = _VISIBLE.fullmatch(url) is not None
    return visible and f"{parts.scheme}://{parts.netloc}" == origin and not parts.fragment


class _NoRedirect(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_: object) -> None:
        raise NotFromSns("a redirect")


class SnsSignature:
    """Keeps certificates by address: SNS changes them about once a year."""

    def __init__(self, fetch: Callable[[str], bytes]) -> None:
        self._fetch = fetch
        self._signed: dict[str, HasSigned] = {}

    def verify(self, message: Mapping[str, object]) -> None:
        """`message` is the decoded body. `NotFromSns` refuses; `OSError`: no certificate now."""
        if message.get("SignatureVersion") != "2":
            raise NotFromSns("only signature version 2 (SHA-256) is accepted")
        signature, address = message.get("Signature"), message.get("SigningCertURL")
        if not isinstance(signature, str) or not isinstance(address, str):
            raise NotFromSns("no signature")
        try:
            decoded = base64.b64decode(signature, validate=True)
        except ValueError as error:
            raise NotFromSns("the signature is not base64") from error
        if not self._certificate(address)(canonical(message), decoded):
            raise NotFromSns("the signature does not fit")

    def _certificate(self, address: str) -> HasSigned:
        if not re.fullmatch(r"[^?#]+/SimpleNotificationService-[A-Za-z0-9]+\.pem", address):
            raise NotFromSns("not the address of a certificate of SNS")
        if address not in self._signed:
            # 30 ms of a cold start, which only a new certificate is worth.
            from shared.adapters.rsa_certificate import RsaCertificate  # noqa: PLC0415 - see above

            try:
                self._signed[address] = RsaCertificate(self._fetch(address)).has_signed
            except ValueError as error:
                raise NotFromSns("not a certificate with an RSA key") from error
        return self._signed[address]


def canonical(message: Mapping[str, object]) -> bytes:
    fields = _NOTIFICATION if message.get("Type") == "Notification" else _CONFIRMATION
    present = ((name, message.get(name)) for name in fields)
    return "".join(
        f"{name}\n{value}\n" for name, value in present if isinstance(value, str)
    ).encode()
