"""The event records SES publishes for a configuration set, field by field.

https://docs.aws.amazon.com/ses/latest/dg/event-publishing-retrieving-sns-examples.html
"""

from __future__ import annotations

from datetime import UTC, datetime
from email.utils import getaddresses, parseaddr
from typing import Any

from emulators.ses import mime
from emulators.ses.arn import Place
from emulators.ses.message import Message
from emulators.ses.sending.fate import Kind, Outcome

_HEADERS_BYTES_MAX = 10 * 1024
_REPORTING_MTA = "mta.localhost"

_SPARED = {"action": "failed", "status": "5.1.1"}
_DIAGNOSES: dict[str, dict[str, str]] = {
    "Permanent/General": {
        "action": "failed",
        "status": "5.1.1",
        "diagnosticCode": "smtp; 550 5.1.1 user unknown",
    },
    "Permanent/Suppressed": {
        **_SPARED,
        "diagnosticCode": "Amazon SES has suppressed sending to this address because it has a "
        "recent history of bouncing as an invalid address.",
    },
    "Permanent/OnAccountSuppressionList": {
        **_SPARED,
        "diagnosticCode": "Amazon SES did not send the message to this address because it is on "
        "the suppression list for your account.",
    },
    "Transient/MailboxFull": {
        "action": "failed",
        "status": "5.2.2",
        "diagnosticCode": "smtp; 552 5.2.2 mailbox full",
    },
}
# An automatic response carries no diagnosis.

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


def reject(message: Message, place: Place) -> Record:
    """SES took the message, then found a virus in it."""
    mail = _mail(message, place)
    return {"eventType": "Reject", "mail": mail, "reject": {"reason": "Bad content"}}


def rendering_failure(message: Message, place: Place, template: str, why: str) -> Record:
    failure = {"errorMessage": why, "templateName": template}
    mail = _mail(message, place)
    return {"eventType": "Rendering Failure", "mail": mail, "failure": failure}


def opened(message: Message, place: Place, at: datetime, agent: str) -> Record:
    open_ = {"ipAddress": "127.0.0.1", "timestamp": timestamp(at), "userAgent": agent}
    return {"eventType": "Open", "mail": _mail(message, place), "open": open_}


def clicked(message: Message, place: Place, at: datetime, agent: str, link: str) -> Record:
    click = {
        "ipAddress": "127.0.0.1",
        "link": link,
        "linkTags": None,
        "timestamp": timestamp(at),
        "userAgent": agent,
    }
    return {"eventType": "Click", "mail": _mail(message, place), "click": click}


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
    kind, _, subtype = outcome.detail.partition("/")
    said = _DIAGNOSES.get(outcome.detail, {})
    return {
        "feedbackId": _feedback_id(message, outcome.kind),
        "bounceType": kind,
        "bounceSubType": subtype,
        "bouncedRecipients": [
            {"emailAddress": recipient, **said} for recipient in outcome.recipients
        ],
        "timestamp": timestamp(message.sent_at + outcome.after),
        "reportingMTA": f"dns; {_REPORTING_MTA}",
    }


def _complaint(message: Message, outcome: Outcome) -> Record:
    complained_at = timestamp(message.sent_at + outcome.after)
    complaint: Record = {
        "feedbackId": _feedback_id(message, outcome.kind),
        "complaintSubType": outcome.detail or None,
        "complainedRecipients": [{"emailAddress": recipient} for recipient in outcome.recipients],
        "timestamp": complained_at,
    }
    if not outcome.detail:  # the recipient's provider has told
        complaint["complaintFeedbackType"] = "abuse"
        complaint["userAgent"] = "Amazon SES Mailbox Simulator"
        complaint["arrivalDate"] = complained_at
    return complaint


def _feedback_id(message: Message, kind: Kind) -> str:
    return f"{message.message_id}-{kind.lower()}"
