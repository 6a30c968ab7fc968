"""Reading MIME: what a mail program would show of a raw message."""

from __future__ import annotations

import re
from dataclasses import dataclass
from email import message_from_bytes, policy
from email.message import EmailMessage
from email.parser import BytesHeaderParser
from email.utils import getaddresses
from functools import lru_cache

_POLICY = policy.default
_END_OF_HEAD = re.compile(rb"\r?\n\r?\n")


@dataclass(frozen=True, slots=True)
class Attachment:
    """A part that is neither the text nor the HTML. `content_id` is without its brackets."""

    filename: str | None
    content_type: str
    content_id: str | None
    inline: bool
    content: bytes


@dataclass(frozen=True, slots=True)
class Mail:
    headers: tuple[tuple[str, str], ...]
    text: str | None
    html: str | None
    attachments: tuple[Attachment, ...]


def headers(raw: bytes) -> list[tuple[str, str]]:
    """Every header in order, decoded and unfolded."""
    head = _END_OF_HEAD.split(raw, maxsplit=1)[0]  # the parser would copy all of a long body
    parsed = BytesHeaderParser(policy=_POLICY).parsebytes(head)
    return [(name, str(value)) for name, value in parsed.items()]


def header(raw: bytes, name: str) -> str | None:
    """The first header of that name, whatever its case."""
    values = (value for found, value in headers(raw) if found.lower() == name.lower())
    return next(values, None)


def recipients(raw: bytes) -> tuple[str, ...]:
    """The addresses in To, Cc and Bcc, as SES takes them when the call names none."""
    wanted = {"to", "cc", "bcc"}
    values = [value for name, value in headers(raw) if name.lower() in wanted]
    return tuple(address for _, address in getaddresses(values) if address)


@lru_cache(maxsize=8)  # a message view asks for the page, its body and its images in a row
def read(raw: bytes) -> Mail:
    parsed = message_from_bytes(raw, _class=EmailMessage, policy=_POLICY)
    text, html = parsed.get_body(("plain",)), parsed.get_body(("html",))
    return Mail(
        headers=tuple((name, str(value)) for name, value in parsed.items()),
        text=None if text is None else text.get_content(),
        html=None if html is None else html.get_content(),
        attachments=tuple(
            _attachment(part)
            for part in parsed.walk()
            if part is not text and part is not html and not part.is_multipart()
        ),
    )


def _attachment(part: EmailMessage) -> Attachment:
    content = part.get_payload(decode=True)
    content_id = part["Content-ID"]
    return Attachment(
        filename=part.get_filename(),
        content_type=part.get_content_type(),
        content_id=None if content_id is None else str(content_id).strip("<> "),
        inline=part.get_content_disposition() == "inline" or content_id is not None,
        content=content if isinstance(content, bytes) else b"",
    )
