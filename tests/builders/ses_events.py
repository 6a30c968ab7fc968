"""Amazon SES's events as SNS hands them on."""

from __future__ import annotations

import json
from datetime import datetime

from tests.fakes.world import NOON


def a_mail_event(
    kind: str = "Send",
    *,
    receipt_id: str | None,
    message_id: str = "ses-1",
    notification: str = "sns-1",
    at: datetime = NOON,
) -> bytes:
    """`receipt_id` is the tag the mail was sent with, None for a mail without one."""
    event = {
        "eventType": kind,
        "mail": {
            "timestamp": at.isoformat(),
            "messageId": message_id,
            "tags": {} if receipt_id is None else {"receipt": [receipt_id]},
        },
    }
    return json.dumps(
        {"Type": "Notification", "MessageId": notification, "Message": json.dumps(event)}
    ).encode()
