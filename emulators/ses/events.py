"""The event records SES publishes for a configuration set, field by field.

https://docs.aws.amazon.com/ses/latest/dg/event-publishing-retrieving-sns-examples.html
"""

from __future__ import annotations

from datetime import UTC, datetime
from email.utils import getaddresses, parseaddr
from typing import Any

from emulators.ses import mime
from emulators.ses.arn import Place
from emulators.ses.fate import Kind, Outcome
from emulators.ses.message import Message

_HEADERS_BYTES_MAX = 10 * 1024
_REPORTING_MTA = "mta.localhost"

Record = dict[str, Any]


def send(message: Message, place: Place) -> Record:
    return {"eventType": "Send", "mail": _mail(message, place), "send": {}}


def outcome_of(message: Message, place: Place, outcome: Outcome) -> Record:
    details = {"Delivery": _delivery, "Bounce": _bounce, "Complaint": _complaint}[outcome.kind]
    mail = _mail(message, place)
    if outcome.kind == "Delivery":
        mail["tags"]["ses:outgoing-ip"] = ["127.0.0.1"]
    return {
        "eventType": outcome.kind,
        "mail": mail,
        outcome.kind.lower(): details(message, outcome),
    }


def timestamp(instant: datetime) -> str:
    """`2026-11-22T09:30:00.000Z`, as all of AWS writes it here."""
    return instant.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def _mail(message: Message, place: Place) -> Record:
    headers = mime.headers(message.raw)
    shown = _first_bytes_of(headers)
    _, address = parseaddr(message.source)
    return {
        "timestamp": timestamp(message.sent_at),
        "source": message.source,
        "sourceArn": place.identity_arn(address),
        "sendingAccountId": place.account,
        "messageId": message.message_id,
        "destination": list(message.destination),
        "headersTruncated": len(shown) < len(headers),
        "headers": [{"name": name, "value": value} for name, value in shown],
        "commonHeaders": _common_headers(message, dict(reversed(headers))),
        "tags": _tags(message, address),
    }


def _first_bytes_of(headers: list[tuple[str, str]]) -> list[tuple[str, str]]:
    left, shown = _HEADERS_BYTES_MAX, []
    for name, value in headers:
        left -= len(name.encode()) + len(value.encode())
        if left < 0:
            break
        shown.append((name, value))
    return shown


def _common_headers(message: Message, headers: dict[str, str]) -> Record:
    named = {name.lower(): value for name, value in headers.items()}
    common: Record = {"messageId": message.message_id}
    for name in ("from", "to", "cc", "replyTo"):
        value = named.get("reply-to" if name == "replyTo" else name)
        if value is not None:
            pairs = getaddresses([value])
            common[name] = [f"{who} <{address}>" if who else address for who, address in pairs]
    for name in ("date", "subject"):
        if name in named:
            common[name] = named[name]
    return common


def _tags(message: Message, address: str) -> dict[str, list[str]]:
    tags: dict[str, list[str]] = {
        "ses:source-ip": ["127.0.0.1"],
        "ses:from-domain": [address.rpartition("@")[2]],
        "ses:caller-identity": ["local"],
    }
    if message.configuration_set is not None:
        tags["ses:configuration-set"] = [message.configuration_set]
    for name, value in message.tags:
        tags.setdefault(name, []).append(value)
    return tags


def _delivery(message: Message, outcome: Outcome) -> Record:
    return {
        "timestamp": timestamp(message.sent_at + outcome.after),
        "processingTimeMillis": int(outcome.after.total_seconds() * 1000),
        "recipients": list(outcome.recipients),
        "smtpResponse": "250 2.6.0 Message received",
        "reportingMTA": _REPORTING_MTA,
    }


def _bounce(message: Message, outcome: Outcome) -> Record:
    return {
        "bounceType": "Permanent",
        "bounceSubType": "General",
        "bouncedRecipients": [
            {
                "emailAddress": recipient,
                "action": "failed",
                "status": "5.1.1",
                "diagnosticCode": "smtp; 550 5.1.1 user unknown",
            }
            for recipient in outcome.recipients
        ],
        "timestamp": timestamp(message.sent_at + outcome.after),
        "feedbackId": _feedback_id(message, outcome.kind),
        "reportingMTA": f"dsn; {_REPORTING_MTA}",
    }


def _complaint(message: Message, outcome: Outcome) -> Record:
    complained_at = timestamp(message.sent_at + outcome.after)
    return {
        "complainedRecipients": [{"emailAddress": recipient} for recipient in outcome.recipients],
        "timestamp": complained_at,
        "feedbackId": _feedback_id(message, outcome.kind),
        "complaintSubType": None,
        "complaintFeedbackType": "abuse",
        "arrivalDate": complained_at,
    }


def _feedback_id(message: Message, kind: Kind) -> str:
    return f"{message.message_id}-{kind.lower()}"
