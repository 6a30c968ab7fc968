"""What a SendEmail call asks for, read and checked."""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from email.utils import parseaddr
from typing import Any, Self

from emulators.ses import mime
from emulators.ses.refused import Refused, bad_request

RECIPIENTS_MAX = 50
_TAG = re.compile(r"[A-Za-z0-9_.@-]{1,256}")
_KINDS = ("ToAddresses", "CcAddresses", "BccAddresses")
Tags = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Order:
    """Who writes to whom, by which configuration set; `raw` is the message as it goes out."""

    source: str
    destination: tuple[str, ...]
    configuration_set: str | None
    tags: Tags
    raw: bytes = field(repr=False)

    @classmethod
    def read(cls, wanted: Mapping[str, Any], raw: bytes) -> Self:
        """What the call leaves open is read from the message's own headers, as SES does."""
        destination = _destination(wanted) or mime.recipients(raw)
        if not destination:
            raise bad_request("The message has no recipients.")
        if len(destination) > RECIPIENTS_MAX:
            raise Refused("MessageRejected", f"Recipient count exceeds {RECIPIENTS_MAX}.")
        for address in destination:
            _check(address)
        source = wanted.get("FromEmailAddress") or mime.header(raw, "From") or ""
        _check(source)
        named = wanted.get("ConfigurationSetName") or mime.header(raw, "X-SES-CONFIGURATION-SET")
        return cls(source, destination, named, _tags(wanted) or _tags_of(raw), raw)


def raw_of(content: Mapping[str, Any]) -> bytes:
    try:
        return base64.b64decode(content["Data"], validate=True)
    except (KeyError, TypeError, binascii.Error) as error:
        raise Refused("SerializationException", "Raw.Data is not base 64.") from error


def _destination(wanted: Mapping[str, Any]) -> tuple[str, ...]:
    named = wanted.get("Destination") or {}
    return tuple(address for kind in _KINDS for address in named.get(kind) or ())


def _check(written: str) -> None:
    mailbox, at, domain = parseaddr(written)[1].rpartition("@")
    if not at:
        raise bad_request("Missing final '@domain'")
    if not mailbox or not domain:
        raise bad_request(f"Illegal address: {written!r}")
    if not mailbox.isascii():
        raise bad_request("Local address contains control or whitespace, or is not ASCII.")


def _tags(wanted: Mapping[str, Any]) -> Tags:
    return tuple(_tag(one["Name"], one["Value"]) for one in wanted.get("EmailTags") or ())


def _tags_of(raw: bytes) -> Tags:
    written = mime.header(raw, "X-SES-MESSAGE-TAGS") or ""
    pairs = (pair.strip().partition("=") for pair in written.split(",") if pair.strip())
    return tuple(_tag(name, value) for name, _, value in pairs)


def _tag(name: str, value: str) -> tuple[str, str]:
    if not (_TAG.fullmatch(name) and _TAG.fullmatch(value)):
        raise bad_request(f"Invalid message tag: {name}={value}.")
    return name, value
