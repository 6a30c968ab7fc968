"""The mail provider's events, as Amazon SNS posts them."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest
from starlette.requests import Request

from shared.adapters.sns_signature import NotFromSns, SnsSignature
from shared.edge.asgi_gate import answer
from shared.edge.ses_webhook import SesWebhook
from shared.usecases.ports.failures import Unavailable
from shared.usecases.ports.messages import Message
from tests.edge.asking import Answer, ask_asgi
from tests.edge.sns import (
    ORIGIN,
    TOPIC,
    Certificates,
    a_confirmation,
    a_notification,
    raw,
    signed,
)


class Intake:
    """The webhook in front of a topic, with SNS on the other side."""

    def __init__(self, *, broker_is_down: bool = False) -> None:
        self.published: list[Message] = []
        self.confirmed: list[str] = []
        self.certificates = Certificates()
        self.sns_is_down = False
        self._is_down = broker_is_down
        self._webhook = SesWebhook(
            signature=SnsSignature(self.certificates),
            refused=NotFromSns,
            topic_arns=(TOPIC,),
            fetch=self._confirm,
            publish=self._publish,
        )

    def post(self, body: bytes | dict[str, Any]) -> Answer:
        content = raw(body) if isinstance(body, dict) else body
        return asyncio.run(ask_asgi(self._application, "/webhooks/ses", [content]))

    async def _application(self, scope: Any, receive: Any, send: Any) -> None:
        response = await answer(Request(scope, receive), {"/webhooks/ses": self._webhook})
        await response(scope, receive, send)

    async def _publish(self, message: Message) -> None:
        if self._is_down:
            raise Unavailable("no answer")
        self.published.append(message)

    def _confirm(self, url: str) -> bytes:
        if self.sns_is_down:
            raise OSError("no route to host")
        if not url.startswith(ORIGIN):
            raise NotFromSns("an address outside SNS")
        self.confirmed.append(url)
        return b"<ConfirmSubscriptionResponse/>"


def test_a_signed_notification_is_published_as_it_came() -> None:
    intake, message = Intake(), signed(a_notification('{"eventType": "Send"}'))

    answer = intake.post(message)

    (published,) = intake.published
    assert answer.status == 200
    assert published.body == raw(message)
    assert published.attributes["provider"] == "ses"
    assert published.attributes["event_id"] == message["MessageId"]
    assert len(published.attributes["traceparent"]) == 55


def test_a_subscription_of_ours_is_confirmed() -> None:
    intake, message = Intake(), signed(a_confirmation())

    assert intake.post(message).status == 200
    assert intake.confirmed == [message["SubscribeURL"]]
    assert intake.published == []


@pytest.mark.parametrize("make", [a_notification, a_confirmation])
def test_a_topic_that_is_not_ours_is_forbidden_although_signed(make: Any) -> None:
    intake = Intake()

    answer = intake.post(signed(make(TopicArn="arn:aws:sns:eu-north-1:111111111111:ses-events")))

    assert answer.status == 403
    assert (intake.published, intake.confirmed) == ([], [])


def test_a_confirmation_that_leads_elsewhere_is_refused_although_signed() -> None:
    intake = Intake()

    answer = intake.post(signed(a_confirmation(SubscribeURL="https://evil.example/confirm")))

    assert (answer.status, answer.codes) == (400, ["subscribe_url"])
    assert intake.confirmed == []


@pytest.mark.parametrize(
    ("body", "code"),
    [
        (a_notification(), "signature"),
        ({**signed(a_notification()), "Message": "changed"}, "signature"),
        ({**signed(a_notification()), "SigningCertURL": "https://evil.example/x.pem"}, "signature"),
        ({**signed(a_notification()), "Signature": "é"}, "signature"),
        ({}, "signature"),
        (b"[]", "message"),
        (b'"text"', "message"),
        (b"", "json.syntax"),
        (b'{"Type": "x", "Type": "y"}', "json.duplicate_key"),
        (b"[" * 99_999, "json.depth"),
        (b'{"Message": "\\ud800"}', "json.encoding"),
    ],
)
def test_what_sns_did_not_sign_goes_nowhere(body: bytes | dict[str, Any], code: str) -> None:
    intake = Intake()

    answer = intake.post(body)

    assert (answer.status, answer.codes) == (400, [code])
    assert (intake.published, intake.confirmed) == ([], [])


def test_an_unsubscription_is_noted_and_not_followed() -> None:
    intake = Intake()

    answer = intake.post(signed(a_confirmation(Type="UnsubscribeConfirmation")))

    assert answer.status == 200
    assert (intake.published, intake.confirmed) == ([], [])


def test_without_the_certificate_sns_is_asked_to_come_again() -> None:
    intake = Intake()
    intake.certificates.is_down = True

    answer = intake.post(signed(a_notification()))

    assert (answer.status, answer.headers["retry-after"]) == (503, "5")


def test_without_the_broker_sns_is_asked_to_come_again() -> None:
    answer = Intake(broker_is_down=True).post(signed(a_notification()))

    assert (answer.status, answer.headers["retry-after"]) == (503, "1")


def test_a_confirmation_that_sns_does_not_take_is_tried_again() -> None:
    intake = Intake()
    intake.sns_is_down = True

    assert intake.post(signed(a_confirmation())).status == 503
