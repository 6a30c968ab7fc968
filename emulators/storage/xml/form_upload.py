"""Uploads by an HTML form: `multipart/form-data` with a signed policy."""

from __future__ import annotations

from aiohttp import BodyPartReader, web

from emulators.clock.clock import Clock
from emulators.storage.reading import base_url, bucket_name
from emulators.storage.resources import StoredObject
from emulators.storage.resumable import Upload
from emulators.storage.signed.keys import AccountKeys
from emulators.storage.signed.post_policy import check_form
from emulators.storage.uploading import Uploader
from emulators.storage.xml.answers import XmlRefused, document
from emulators.storage.xml.paths import object_settings, predefined_acl

_CREATED = 201
_STATUSES = {"200": 200, "201": _CREATED, "204": 204}


class FormUpload:
    def __init__(self, *, clock: Clock, keys: AccountKeys, uploader: Uploader) -> None:
        self._clock = clock
        self._keys = keys
        self._uploader = uploader

    async def store(self, request: web.Request) -> web.Response:
        fields, file_name, content = await _read_form(request)
        if not fields.get("key"):
            raise XmlRefused(400, "InvalidArgument", "The form has no field 'key'.")
        bucket = bucket_name(request)
        check_form(fields, len(content), bucket, self._keys, self._clock.now())
        settings = object_settings(fields)
        acl = predefined_acl({"x-goog-acl": fields.get("acl", "")})
        name = fields["key"].replace("${filename}", file_name)
        stored = self._uploader.store(
            Upload(bucket, name, settings, predefined_acl=acl), {}, content
        )
        return _answer(request, fields, stored)


def _answer(request: web.Request, fields: dict[str, str], stored: StoredObject) -> web.Response:
    location = f"{base_url(request)}/{stored.bucket}/{stored.name}"
    redirect = fields.get("success_action_redirect")
    if redirect:
        return web.Response(status=303, headers={"Location": redirect})
    status = _STATUSES.get(fields.get("success_action_status", ""), 204)
    headers = {"Location": location, "ETag": f'"{stored.etag}"'}
    if status != _CREATED:
        return web.Response(status=status, headers=headers)
    answer = document(
        "PostResponse",
        [
            ("Location", location),
            ("Bucket", stored.bucket),
            ("Key", stored.name),
            ("ETag", f'"{stored.etag}"'),
        ],
    )
    answer.set_status(status)
    answer.headers.update(headers)
    return answer


async def _read_form(request: web.Request) -> tuple[dict[str, str], str, bytes]:
    """Return the fields, lower-case, before the file; then its name and its content."""
    if not request.content_type.startswith("multipart/"):
        raise XmlRefused(400, "InvalidArgument", "The body is not multipart/form-data.")
    fields: dict[str, str] = {}
    async for part in await request.multipart():
        if not isinstance(part, BodyPartReader):
            raise XmlRefused(400, "InvalidArgument", "A form cannot contain another one.")
        name = (part.name or "").lower()
        if name == "file":
            return fields, part.filename or "", bytes(await part.read())
        fields[name] = await part.text()
    raise XmlRefused(400, "InvalidArgument", "The form has no field 'file'.")
