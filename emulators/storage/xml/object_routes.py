"""Objects over the XML API, which is what signed URLs lead to."""

from __future__ import annotations

from aiohttp import web

from emulators.storage.checksums import claims_of_header
from emulators.storage.content_view import content_headers, content_response
from emulators.storage.encryption import check_key, supplied_key
from emulators.storage.objects import Objects
from emulators.storage.reading import base_url, bucket_name, generation, object_name
from emulators.storage.resources import StoredObject
from emulators.storage.resumable import Upload, Uploads
from emulators.storage.uploading import Uploader, encryption_of
from emulators.storage.xml.answers import XmlRefused
from emulators.storage.xml.multipart_routes import MultipartRoutes
from emulators.storage.xml.paths import (
    OBJECT,
    object_settings,
    predefined_acl,
    xml_conditions,
)

_OVERRIDES = {
    "response-content-type": "Content-Type",
    "response-content-disposition": "Content-Disposition",
}
_CLIENT_CLOSED_REQUEST = 499


class XmlObjectRoutes:
    def __init__(
        self, objects: Objects, uploads: Uploads, uploader: Uploader, multipart: MultipartRoutes
    ) -> None:
        self._objects = objects
        self._uploads = uploads
        self._uploader = uploader
        self._multipart = multipart

    def routes(self) -> list[web.RouteDef]:
        return [
            web.get(OBJECT, self._get),
            web.put(OBJECT, self._put),
            web.post(OBJECT, self._post),
            web.delete(OBJECT, self._delete),
        ]

    async def _get(self, request: web.Request) -> web.Response:
        """Answer GET, and HEAD, for which aiohttp leaves the content away."""
        if "uploadId" in request.query:
            return self._multipart.list_parts(request)
        stored = self._found(request)
        xml_conditions(request).check_read(stored.version)
        check_key(stored.encryption, supplied_key(request.headers))
        answer = content_response(request, stored, self._objects.content(stored))
        for parameter, header in _OVERRIDES.items():
            if parameter in request.query:
                answer.headers[header] = request.query[parameter]
        return answer

    async def _put(self, request: web.Request) -> web.Response:
        if "uploadId" in request.query:
            return await self._multipart.put_part(request)
        if "upload_id" in request.query:
            stored = await self._uploader.go_on(request)
            return stored if isinstance(stored, web.Response) else _stored(stored)
        if "x-goog-copy-source" in request.headers:
            raise XmlRefused(501, "NotImplemented", "x-goog-copy-source is not served.")
        content = await request.read()
        return _stored(self._uploader.store(_new_upload(request), request.headers, content))

    async def _post(self, request: web.Request) -> web.Response:
        if "uploads" in request.query:
            return self._multipart.begin(request)
        if "uploadId" in request.query:
            return await self._multipart.complete(request)
        if request.headers.get("x-goog-resumable") != "start":
            raise XmlRefused(400, "InvalidArgument", "x-goog-resumable: start is missing.")
        upload_id = self._uploads.begin(_new_upload(request))
        location = f"{base_url(request)}{request.rel_url.raw_path}?upload_id={upload_id}"
        headers = {"Location": location, "X-GUploader-UploadID": upload_id}
        return web.Response(status=201, headers=headers)

    async def _delete(self, request: web.Request) -> web.Response:
        if "uploadId" in request.query:
            return self._multipart.abort(request)
        if "upload_id" in request.query:
            self._uploads.drop(request.query["upload_id"])
            return web.Response(status=_CLIENT_CLOSED_REQUEST)
        is_named = generation(request) is not None
        self._objects.delete(self._found(request), xml_conditions(request), for_good=is_named)
        return web.Response(status=204)

    def _found(self, request: web.Request) -> StoredObject:
        return self._objects.get(bucket_name(request), object_name(request), generation(request))


def _new_upload(request: web.Request) -> Upload:
    claims = claims_of_header(request.headers.get("X-Goog-Hash", ""))
    if "Content-MD5" in request.headers:
        claims["md5Hash"] = request.headers["Content-MD5"]
    return Upload(
        bucket=bucket_name(request),
        name=object_name(request),
        settings=object_settings(request.headers),
        claims=claims,
        conditions=xml_conditions(request),
        encryption=encryption_of(request),
        predefined_acl=predefined_acl(request.headers),
    )


def _stored(stored: StoredObject) -> web.Response:
    known = content_headers(stored)
    kept = {name: value for name, value in known.items() if name.startswith(("X-Goog", "ETag"))}
    return web.Response(headers=kept)
