"""Only what SNS signed, and never an address of a stranger's choice."""

from __future__ import annotations

from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.rsa import generate_private_key
from hypothesis import given
from hypothesis import strategies as st

from shared.adapters.sns_signature import CERTIFICATE_LENGTH_MAX, Fetch, NotFromSns, SnsSignature
from tests.edge.http_server import Reply, served
from tests.edge.sns import (
    CERTIFICATE_URL,
    ORIGIN,
    SHA_1,
    Certificates,
    a_certificate,
    a_confirmation,
    a_notification,
    signed,
)


def accepted(message: dict[str, Any], certificates: Certificates | None = None) -> bool:
    try:
        SnsSignature(certificates or Certificates()).verify(message)
    except NotFromSns:
        return False
    return True


@pytest.mark.parametrize(
    "message", [a_notification(), a_notification(Subject=...), a_confirmation()]
)
def test_what_sns_signed_is_accepted(message: dict[str, Any]) -> None:
    assert accepted(signed(message))


@given(text=st.text(st.characters(codec="utf-8")), subject=st.text(st.characters(codec="utf-8")))
def test_any_text_can_be_signed(text: str, subject: str) -> None:
    assert accepted(signed(a_notification(text, Subject=subject)))


@pytest.mark.parametrize("field", ["Message", "MessageId", "Subject", "Timestamp", "TopicArn"])
def test_a_field_that_was_changed_is_noticed(field: str) -> None:
    message = signed(a_notification())

    assert not accepted({**message, field: "another"})
    assert not accepted({name: value for name, value in message.items() if name != field})


@pytest.mark.parametrize("field", ["SubscribeURL", "Token"])
def test_a_confirmation_is_signed_with_where_it_leads(field: str) -> None:
    assert not accepted({**signed(a_confirmation()), field: f"{ORIGIN}/?Action=Unsubscribe"})


def test_a_confirmation_is_not_taken_for_a_notification() -> None:
    assert not accepted({**signed(a_confirmation()), "Type": "Notification"})
    assert not accepted({**signed(a_notification()), "Type": "SubscriptionConfirmation"})


@pytest.mark.parametrize(
    "message",
    [
        {},
        a_notification(),
        signed(a_notification(SignatureVersion="1"), hash_=SHA_1),
        {**signed(a_notification()), "SignatureVersion": 2},
        {**signed(a_notification()), "SignatureVersion": "1"},
        {**signed(a_notification()), "Signature": ""},
        {**signed(a_notification()), "Signature": "not base64!"},
        {**signed(a_notification()), "Signature": "é"},
        {**signed(a_notification()), "Signature": 7},
        {**signed(a_notification()), "Signature": None},
        {**signed(a_notification()), "SigningCertURL": None},
        {**signed(a_notification()), "SigningCertURL": [CERTIFICATE_URL]},
        signed(a_notification(), key=generate_private_key(65537, 2048)),
    ],
    ids=range(13),
)
def test_what_sns_did_not_sign_is_refused_and_no_crash(message: dict[str, Any]) -> None:
    assert not accepted(message)


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"not a certificate",
        b"-----BEGIN CERTIFICATE-----\nMII\n-----END CERTIFICATE-----\n",
        a_certificate(ec.generate_private_key(ec.SECP256R1())),
    ],
)
def test_what_lies_at_the_address_must_be_a_certificate_with_an_rsa_key(content: bytes) -> None:
    assert not accepted(signed(a_notification()), Certificates({CERTIFICATE_URL: content}))


def test_a_certificate_is_fetched_once() -> None:
    certificates = Certificates()
    signature = SnsSignature(certificates)

    for number in range(10):
        signature.verify(signed(a_notification(str(number))))

    assert certificates.fetched == [CERTIFICATE_URL]


def test_no_certificate_now_is_no_refusal() -> None:
    certificates = Certificates(is_down=True)
    signature = SnsSignature(certificates)

    with pytest.raises(OSError, match="no route"):
        signature.verify(signed(a_notification()))
    certificates.is_down = False

    assert accepted(signed(a_notification()), certificates)


FOREIGN = [
    "http://sns.eu-north-1.amazonaws.com/SimpleNotificationService-1.pem",
    "https://sns.us-east-1.amazonaws.com/SimpleNotificationService-1.pem",
    "https://sns.eu-north-1.amazonaws.com.evil.example/SimpleNotificationService-1.pem",
    "https://evil.example/sns.eu-north-1.amazonaws.com/SimpleNotificationService-1.pem",
    "https://user@sns.eu-north-1.amazonaws.com/SimpleNotificationService-1.pem",
    "https://sns.eu-north-1.amazonaws.com:443/SimpleNotificationService-1.pem",
    "https://sns.eu-north-1.amazonaws.com@evil.example/SimpleNotificationService-1.pem",
    "https://169.254.169.254/SimpleNotificationService-1.pem",
    "https://SNS.eu-north-1.amazonaws.com/SimpleNotificationService-1.pem",
    "file:///etc/SimpleNotificationService-1.pem",
    "//sns.eu-north-1.amazonaws.com/SimpleNotificationService-1.pem",
    "https://[/SimpleNotificationService-1.pem",
    f"{ORIGIN}/a b/SimpleNotificationService-1.pem",
    f"{ORIGIN}/a\nb/SimpleNotificationService-1.pem",
    f"{ORIGIN}/é/SimpleNotificationService-1.pem",
    f"\t{ORIGIN}/SimpleNotificationService-1.pem",
    "",
]
MISNAMED = [
    f"{ORIGIN}/",
    f"{ORIGIN}/other.pem",
    f"{ORIGIN}/SimpleNotificationService-1.pem?x=1",
    f"{ORIGIN}/SimpleNotificationService-1.pem#x",
    f"{ORIGIN}/SimpleNotificationService-1.pem\n",
    f"{ORIGIN}/?SimpleNotificationService-1.pem",
]


@pytest.mark.parametrize("url", [*FOREIGN, *MISNAMED])
def test_no_certificate_is_taken_from_anywhere_else(url: str) -> None:
    """With the real `Fetch`: a request that went out would fail the test as an `OSError`."""
    message = signed(a_notification(SigningCertURL=url))

    with pytest.raises(NotFromSns):
        SnsSignature(Fetch(ORIGIN)).verify(message)


@pytest.mark.parametrize("url", [*FOREIGN, f"{ORIGIN}/x#y"])
def test_nothing_is_fetched_from_anywhere_else(url: str) -> None:
    with pytest.raises(NotFromSns):
        Fetch(ORIGIN)(url)


def test_fetching_follows_no_redirect_and_reads_no_endless_answer() -> None:
    seen: list[str] = []

    def answer(path: str, _body: bytes) -> Reply:
        seen.append(path)
        if path == "/moved":
            return Reply(302, b"", {"Location": "/elsewhere"})
        return Reply(body=b"x" * CERTIFICATE_LENGTH_MAX * 2)

    with served(answer) as origin:
        with pytest.raises(NotFromSns, match="redirect"):
            Fetch(origin)(f"{origin}/moved")
        content = Fetch(origin)(f"{origin}/long")

    assert len(content) == CERTIFICATE_LENGTH_MAX
    assert seen == ["/moved", "/long"]


@pytest.mark.parametrize("status", [403, 404, 500])
def test_an_address_where_nothing_lies_is_an_outage(status: int) -> None:
    with (
        served(lambda _path, _body: Reply(status)) as origin,
        pytest.raises(OSError, match=str(status)),
    ):
        Fetch(origin)(f"{origin}/x")
