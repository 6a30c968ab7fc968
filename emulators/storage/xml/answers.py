"""Answers of the XML API: documents and errors."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from xml.sax.saxutils import escape

from aiohttp import web

from emulators.storage.refusals import Refused

NAMESPACE = "http://s3.amazonaws.com/doc/2006-03-01/"
_DECLARATION = "<?xml version='1.0' encoding='UTF-8'?>"
_MESSAGES = {
    "AccessDenied": "Access denied.",
    "BucketNotEmpty": "The bucket you tried to delete is not empty.",
    "EntityTooSmall": "Your proposed upload is smaller than the minimum allowed object size.",
    "ExpiredToken": "Invalid argument.",
    "InvalidArgument": "Invalid argument.",
    "InvalidRange": "The requested range cannot be satisfied.",
    "MalformedSecurityHeader": "Invalid argument.",
    "MethodNotAllowed": "The specified method is not allowed against this resource.",
    "NoSuchBucket": "The specified bucket does not exist.",
    "NoSuchKey": "The specified key does not exist.",
    "NoSuchUpload": "The requested upload was not found.",
    "NotImplemented": "A header or query you provided requested a function that is not served.",
    "PreconditionFailed": "At least one of the pre-conditions you specified did not hold.",
    "SignatureDoesNotMatch": "Access denied.",
}

Fields = Iterable[tuple[str, object]]


class XmlRefused(Refused):
    """A refusal with more to say than a code and its details."""

    def __init__(
        self, status: int, xml_code: str, details: str, extra: Mapping[str, str] | None = None
    ) -> None:
        super().__init__(status, xml_code, details, xml_code=xml_code)
        self.extra = extra or {}


def element(name: str, value: object) -> str:
    """Write an element; nested fields are an iterable of pairs."""
    if isinstance(value, list):
        return f"<{name}>{''.join(element(*field) for field in value)}</{name}>"
    return f"<{name}>{escape(str(value))}</{name}>"


def document(name: str, fields: Fields, *, namespace: str = NAMESPACE) -> web.Response:
    body = "".join(element(*field) for field in fields)
    text = f"{_DECLARATION}<{name} xmlns='{namespace}'>{body}</{name}>"
    return web.Response(text=text, content_type="application/xml", charset="UTF-8")


def error(refused: Refused) -> web.Response:
    code = refused.xml_code
    fields: list[tuple[str, object]] = [
        ("Code", code),
        ("Message", _MESSAGES.get(code, refused.message)),
        *(refused.extra.items() if isinstance(refused, XmlRefused) else ()),
        ("Details", refused.message),
    ]
    text = _DECLARATION + element("Error", fields)
    return web.Response(
        status=refused.status, text=text, content_type="application/xml", charset="UTF-8"
    )
