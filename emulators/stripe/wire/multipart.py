"""`multipart/form-data`: one file among named fields, as uploads send it."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from urllib.parse import urlencode

from aiohttp import BodyPartReader, web

from emulators.stripe.wire import errors, form
from emulators.stripe.wire.form import Form

SIZE_MAX = 16 * 1024 * 1024
"""Bytes; the largest file that Stripe takes for any purpose."""


@dataclass(frozen=True, slots=True)
class Upload:
    name: str
    content: bytes

    @property
    def digest(self) -> str:
        return hashlib.sha256(self.content).hexdigest()


async def read(request: web.Request) -> tuple[Form, Upload | None]:
    """The fields, and the file named `file` if there is one."""
    fields: list[tuple[str, str]] = []
    upload = None
    try:
        async for part in await request.multipart():
            if not isinstance(part, BodyPartReader):
                raise errors.invalid("Invalid request: a part holds parts.")
            if part.name == "file":
                upload = await _upload(part)
            else:
                fields.append((part.name or "", await part.text()))
    except ValueError:
        raise errors.invalid("Invalid request: the multipart body cannot be read.") from None
    return form.parse(urlencode(fields)), upload


async def _upload(part: BodyPartReader) -> Upload:
    content = bytearray()
    while chunk := await part.read_chunk():
        content += chunk
        if len(content) > SIZE_MAX:
            message = f"The file you uploaded is too large: the limit is {SIZE_MAX} bytes."
            raise errors.invalid(message, "file", "file_too_large")
    return Upload(part.filename or "", bytes(content))
