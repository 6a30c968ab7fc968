"""Writing MIME: the message that SES makes of `Simple` content, or of a rendered template."""

from __future__ import annotations

import base64
import mimetypes
from collections.abc import Mapping
from dataclasses import dataclass, field
from email import policy
from email.message import EmailMessage
from email.utils import format_datetime, formataddr, parseaddr
from typing import Any

from emulators.clock.clock import Clock
from emulators.ses.refused import bad_request

HEADERS_MAX = 15
_POLICY = policy.SMTP
_ENCODINGS = {"BASE64": "base64", "QUOTED_PRINTABLE": "quoted-printable", "SEVEN_BIT": "7bit"}
_RESERVED = {
    *("bcc", "cc", "content-disposition", "content-transfer-encoding", "content-type", "date"),
    *("from", "message-id", "mime-version", "reply-to", "return-path", "sender", "subject", "to"),
}
# SES sets these by itself, and refuses them among the headers of a call.


@dataclass(frozen=True, slots=True)
class Letter:
    """`headers` and `attachments` are as in the call."""

    subject: str
    text: str | None
    html: str | None
    headers: list[Mapping[str, str]] = field(default_factory=list)
    attachments: list[Mapping[str, Any]] = field(default_factory=list)

    def mime(self, wanted: Mapping[str, Any], clock: Clock) -> bytes:
        """`wanted` is the whole call: it names who writes to whom."""
        if self.text is None and self.html is None:
            raise bad_request("Body must have at least one of Text and Html.")
        mail = EmailMessage(policy=_POLICY)
        mail["Date"] = format_datetime(clock.now())
        for name, addresses in _envelope(wanted).items():
            if addresses:
                mail[name] = ", ".join(_readable(address) for address in addresses)
        mail["Subject"] = self.subject
        self._add_headers(mail)
        if self.text is not None:
            mail.set_content(self.text)
        if self.html is not None and self.text is not None:
            mail.add_alternative(self.html, subtype="html")
        elif self.html is not None:
            mail.set_content(self.html, subtype="html")
        for attachment in self.attachments:
            _attach(mail, attachment)
        return mail.as_bytes()

    def _add_headers(self, mail: EmailMessage) -> None:
        if len(self.headers) > HEADERS_MAX:
            raise bad_request(f"At most {HEADERS_MAX} headers may be given.")
        for header in self.headers:
            name, value = header["Name"], header["Value"]
            if name.lower() in _RESERVED or not name.isascii() or "\n" in value or "\r" in value:
                raise bad_request(f"The header {name!r} cannot be given.")
            mail[name] = value


def _envelope(wanted: Mapping[str, Any]) -> dict[str, list[str]]:
    """What recipients are shown: blind copies are not."""
    destination = wanted.get("Destination") or {}
    return {
        "From": [wanted["FromEmailAddress"]] if wanted.get("FromEmailAddress") else [],
        "Reply-To": wanted.get("ReplyToAddresses") or [],
        "To": destination.get("ToAddresses") or [],
        "Cc": destination.get("CcAddresses") or [],
    }


def _readable(address: str) -> str:
    name, mailbox = parseaddr(address)
    return formataddr((name, mailbox)) if name else mailbox


def _attach(mail: EmailMessage, attachment: Mapping[str, Any]) -> None:
    name = attachment["FileName"]
    guessed = mimetypes.guess_type(name)[0] or "application/octet-stream"
    kind, _, subtype = (attachment.get("ContentType") or guessed).partition("/")
    disposition = attachment.get("ContentDisposition") or "ATTACHMENT"
    mail.add_attachment(
        base64.b64decode(attachment["RawContent"]),
        maintype=kind,
        subtype=subtype.partition(";")[0],
        cte=_ENCODINGS[attachment.get("ContentTransferEncoding") or "BASE64"],
        disposition=disposition.lower(),
        filename=name,
        cid=f"<{attachment['ContentId']}>" if attachment.get("ContentId") else None,
    )
    described = attachment.get("ContentDescription")
    if described:
        list(mail.iter_attachments())[-1]["Content-Description"] = described
