"""What only the SES adapter can promise: what goes along, one attempt, and honest failures."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from shared.adapters import ses_mailer
from shared.adapters.ses_mailer import SesMailer
from shared.usecases.ports.failures import Unavailable
from shared.usecases.ports.mail import MailRefused, NotAccepted
from tests.contracts import nobody
from tests.contracts.http_tap import HttpTap
from tests.contracts.local_ses import LocalSes, mailer_at
from tests.contracts.mails import a_mail

MAIL = a_mail("ses")


@pytest.fixture
def mailer(local_ses: LocalSes) -> Iterator[SesMailer]:
    with mailer_at(local_ses.address) as mailer:
        yield mailer


@pytest.fixture
def tap(local_ses: LocalSes) -> HttpTap:
    local_ses.tap.requests.clear()
    return local_ses.tap


def test_the_receipts_tag_and_the_mails_headers_arrive(
    local_ses: LocalSes, mailer: SesMailer
) -> None:
    message_id = mailer.send(MAIL)

    mail = local_ses.outbox()[0]

    assert mail["message_id"] == message_id
    assert mail["to"] == [MAIL.to]
    assert mail["tags"] == {"receipt": MAIL.receipt_id}
    assert mail["configuration_set"] == "receipts"
    assert mail["headers"]["X-Kvitto-Receipt"] == MAIL.receipt_id
    assert mail["headers"]["X-Kvitto-Order"] == MAIL.order_id


def test_a_provider_that_refuses_the_connection_has_not_accepted() -> None:
    with nobody.refusing() as address, mailer_at(address) as mailer, pytest.raises(NotAccepted):
        mailer.send(MAIL)


def test_nobody_knows_when_the_provider_hangs(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ses_mailer, "READ_TIMEOUT_SECONDS", nobody.PATIENCE_SECONDS)
    with nobody.silent() as address, mailer_at(address) as mailer, pytest.raises(Unavailable):
        mailer.send(MAIL)


def test_nobody_knows_when_the_reply_is_lost_and_the_mail_is_out_once(
    local_ses: LocalSes, mailer: SesMailer
) -> None:
    before = len(local_ses.outbox())
    local_ses.drop_next_reply()

    with pytest.raises(Unavailable):
        mailer.send(MAIL)

    assert len(local_ses.outbox()) == before + 1


@pytest.mark.parametrize("status", [500, 502, 503])
def test_nobody_knows_after_an_error_of_the_provider(
    mailer: SesMailer, tap: HttpTap, status: int
) -> None:
    tap.answer_next(status, {}, "<html>Bad Gateway</html>")

    with pytest.raises(Unavailable):
        mailer.send(MAIL)

    assert len(tap.requests) == 1


def test_nobody_knows_after_an_answer_that_makes_no_sense(mailer: SesMailer, tap: HttpTap) -> None:
    tap.answer_next(200, {}, "<html>")

    with pytest.raises(Unavailable):
        mailer.send(MAIL)


@pytest.mark.parametrize(
    ("status", "code"),
    [
        (400, "ThrottlingException"),
        (400, "LimitExceededException"),
        (400, "SendingPausedException"),
        (429, "TooManyRequestsException"),
        (403, "ExpiredTokenException"),
        (404, "NotFoundException"),
    ],
)
def test_a_mail_that_the_provider_puts_off_may_be_tried_again(
    mailer: SesMailer, tap: HttpTap, status: int, code: str
) -> None:
    tap.answer_next(status, {"x-amzn-ErrorType": code}, '{"message": "not now"}')

    with pytest.raises(NotAccepted, match=code):
        mailer.send(MAIL)

    assert len(tap.requests) == 1


def test_a_sender_that_nobody_verified_is_refused(local_ses: LocalSes) -> None:
    before = len(local_ses.outbox())

    with (
        mailer_at(local_ses.address, "stranger@else.example") as stranger,
        pytest.raises(MailRefused, match="MessageRejected"),
    ):
        stranger.send(MAIL)

    assert len(local_ses.outbox()) == before
