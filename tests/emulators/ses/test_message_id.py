"""The ids that SES gives to messages."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

from emulators.ses.arn import Place
from emulators.ses.sending.message_id import message_id

PLACE = Place("eu-north-1", "100000000001")
AT = datetime(2026, 1, 1, tzinfo=UTC)
FORM = re.compile(r"[0-9a-f]{16}-[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}-000000")


def test_it_looks_as_amazon_s_does() -> None:
    assert FORM.fullmatch(message_id(PLACE, "1", AT))


def test_no_two_messages_have_the_same() -> None:
    later = AT + timedelta(milliseconds=1)
    ids = {message_id(PLACE, number, at) for number in ("1", "2") for at in (AT, later)}
    assert len(ids) == 4
