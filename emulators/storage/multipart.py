"""The body of a multipart upload: a JSON part, then the content."""

from __future__ import annotations

from email.message import Message

from emulators.storage.reading import parsed_json
from emulators.storage.refusals import invalid
from emulators.storage.resources import Json


def parse_multipart(content_type: str, body: bytes) -> tuple[Json, str, bytes]:
    """Return the metadata, the content's type and the content."""
    parts = (b"\r\n" + body).split(b"\r\n--" + _boundary(content_type))
    if len(parts) != 4 or parts[3][:2] != b"--":  # noqa: PLR2004 - preamble, two parts, end
        raise invalid("Multipart body must contain 2 parts and its end.")
    _, metadata = _headers_and_content(parts[1])
    headers, content = _headers_and_content(parts[2])
    return parsed_json(metadata), headers.get("content-type", ""), content


def _boundary(content_type: str) -> bytes:
    header = Message()
    header["Content-Type"] = content_type
    boundary = header.get_param("boundary")
    if not isinstance(boundary, str):
        raise invalid("Missing multipart boundary.")
    return boundary.encode()


def _headers_and_content(part: bytes) -> tuple[dict[str, str], bytes]:
    head, separator, content = part.partition(b"\r\n\r\n")
    if not separator:
        raise invalid("Malformed multipart body.")
    lines = (line.partition(":") for line in head.decode("latin-1").split("\r\n"))
    headers = {name.strip().lower(): value.strip() for name, _, value in lines}
    return headers, content
