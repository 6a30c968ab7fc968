"""SES's shelf: the messages it accepted and the notifications that are on their way."""

from __future__ import annotations

from collections.abc import Mapping

from emulators.console.readings.happening import Happening, Tone, moment
from emulators.console.watching.change import Change
from emulators.ses import mime
from emulators.ses.message import Message
from emulators.ses.sns.errand import Errand

_MESSAGE, _ERRAND = "message/", "errand/"


def read(change: Change, _: Mapping[str, bytes]) -> Happening | None:
    value = change.value or change.before or b""
    if change.key.startswith(_MESSAGE):
        return _mail(change, Message.from_bytes(value))
    if change.key.startswith(_ERRAND):
        return _notification(change, Errand.from_bytes(value))
    return None


def text(change: Change) -> bytes:
    """What there is to search: a mail as it reads, not as it travels."""
    value = change.value or change.before or b""
    if not change.key.startswith(_MESSAGE):
        return value
    mail = Message.from_bytes(value)
    parts = mime.read(mail.raw)
    words = [mail.message_id, *mail.destination, *map(str, mail.tags), parts.text or ""]
    words += [f"{name}: {content}" for name, content in parts.headers]
    words += [part.filename or "" for part in parts.attachments]
    return "\n".join(words).encode()


def _mail(change: Change, mail: Message) -> Happening:
    verb = "dropped" if change.value is None else "sent"
    return Happening(
        at=mail.sent_at if change.is_found else moment(change),
        service="ses",
        tone=Tone.QUIET if change.value is None else Tone.NEW,
        title=f"mail {verb}: {mime.header(mail.raw, 'Subject') or '(no subject)'}",
        note=f"to {', '.join(mail.destination)}",
        page=f"/mails/{mail.id}",
        subject=f"mail/{mail.id}",
    )


def _notification(change: Change, errand: Errand) -> Happening:
    notification = errand.notification
    is_told = change.value is None
    return Happening(
        at=moment(change),
        service="ses",
        tone=Tone.DONE if is_told else Tone.NEW,
        title=f"SNS {'told' if is_told else 'is to tell'} of {notification.tells_of}",
        note=notification.message_id,
        page="/mails",
        subject=notification.message_id,
    )
