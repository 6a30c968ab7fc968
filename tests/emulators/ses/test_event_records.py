from __future__ import annotations

from datetime import UTC, datetime

import pytest

from emulators.ses.arn import Place
from emulators.ses.message import Message
from emulators.ses.sending import events
from emulators.ses.sending.fate import outcomes
from tests.emulators.ses.mailer import SENDER, TOPIC_ARN, a_receipt

PLACE = Place.of(TOPIC_ARN)


def a_message(raw: bytes, *destination: str) -> Message:
    return Message(
        id="1",
        message_id="m-1",
        source=SENDER,
        destination=destination,
        sent_at=datetime(2026, 11, 22, 9, 30, tzinfo=UTC),
        configuration_set="receipts",
        tags=(("outbox", "rcp_1"),),
        raw=raw,
    )


def test_headers_beyond_ten_kilobytes_are_cut_and_that_is_said() -> None:
    raw = a_receipt(X_First="short", X_Second="long " * 3000)

    mail = events.send(a_message(raw), PLACE)["mail"]

    names = [header["name"] for header in mail["headers"]]
    assert mail["headersTruncated"] is True
    assert "X-First" in names
    assert "X-Second" not in names


def test_the_record_names_the_sender_s_identity_and_the_instant_in_aws_s_own_form() -> None:
    mail = events.send(a_message(a_receipt()), PLACE)["mail"]

    assert mail["timestamp"] == "2026-11-22T09:30:00.000Z"
    assert (
        mail["sourceArn"] == "arn:aws:ses:eu-north-1:100000000001:identity/hello@nordljus.example"
    )
    assert mail["sendingAccountId"] == "100000000001"
    assert mail["commonHeaders"]["from"] == [SENDER]


def test_each_recipient_of_one_message_meets_its_own_fate() -> None:
    found = outcomes(
        [
            "a@example.org",
            "bounce@simulator.amazonses.com",
            "B <b@example.org>",
            "suppressionlist@simulator.amazonses.com",
            "complaint@simulator.amazonses.com",
        ]
    )

    assert [(outcome.kind, outcome.detail, outcome.recipients) for outcome in found] == [
        ("Delivery", "", ("a@example.org", "b@example.org", "complaint@simulator.amazonses.com")),
        ("Bounce", "Permanent/General", ("bounce@simulator.amazonses.com",)),
        ("Bounce", "Permanent/Suppressed", ("suppressionlist@simulator.amazonses.com",)),
        ("Complaint", "", ("complaint@simulator.amazonses.com",)),
    ]


@pytest.mark.parametrize("arn", ["", "ses-receipts", "arn:aws:s3:::bucket"])
def test_a_topic_without_a_region_and_an_account_is_refused(arn: str) -> None:
    with pytest.raises(ValueError, match="not the ARN"):
        Place.of(arn)
