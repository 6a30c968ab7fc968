"""New objects over HTTP: simple, multipart and resumable uploads."""

from __future__ import annotations

from aiohttp import web

from emulators.storage.buckets import Buckets
from emulators.storage.checksums import check_claims, claims_of_header
from emulators.storage.multipart import parse_multipart
from emulators.storage.object_view import ObjectView
from emulators.storage.objects import Objects, new_object
from emulators.storage.reading import base_url, bucket_name, conditions, json_body
from emulators.storage.refusals import invalid, required
from emulators.storage.resources import Json
from emulators.storage.resumable import Chunk, Upload, Uploads
from emulators.storage.settings import OF_OBJECT, replaced

_PATH = "/upload/storage/v1/b/{bucket}/o"
_RESUME_INCOMPLETE = 308
_CLIENT_CLOSED_REQUEST = 499


class UploadRoutes:
    def __init__(self, buckets: Buckets, objects: Objects, uploads: Uploads) -> None:
        self._buckets = buckets
        self._objects = objects
        self._uploads = uploads
        self._view = ObjectView(buckets)

    def routes(self) -> list[web.RouteDef]:
        return [
            web.post(_PATH, self._insert),
            web.put(_PATH, self._continue),
            web.delete(_PATH, self._abort),
        ]

    async def _insert(self, request: web.Request) -> web.Response:
        kind = request.query.get("uploadType")
        if kind == "media":
            return await self._insert_media(request)
        if kind == "multipart":
            return await self._insert_multipart(request)
        if kind == "resumable":
            return await self._begin(request)
        raise invalid(f"Invalid value for uploadType: '{kind}'")

    async def _insert_media(self, request: web.Request) -> web.Response:
        asked = {"contentType": request.headers.get("Content-Type")}
        upload = self._new_upload(request, asked)
        upload.received += await request.read()
        return self._finish(request, upload)

    async def _insert_multipart(self, request: web.Request) -> web.Response:
        header = request.headers.get("Content-Type", "")
        asked, content_type, content = parse_multipart(header, await request.read())
        upload = self._new_upload(request, {"contentType": content_type or None, **asked})
        upload.received += content
        return self._finish(request, upload)

    async def _begin(self, request: web.Request) -> web.Response:
        declared = request.headers.get("X-Upload-Content-Type")
        asked = {"contentType": declared, **await json_body(request)}
        upload_id = self._uploads.begin(self._new_upload(request, asked))
        path = f"/upload/storage/v1/b/{bucket_name(request)}/o"
        location = f"{base_url(request)}{path}?uploadType=resumable&upload_id={upload_id}"
        return web.Response(headers={"Location": location, "X-GUploader-UploadID": upload_id})

    async def _continue(self, request: web.Request) -> web.Response:
        """Take a chunk, or the question how much has arrived."""
        upload = self._uploads.get(request.query.get("upload_id", ""))
        chunk = Chunk.read(request.headers.get("Content-Range"), await request.read())
        if upload.finished is not None:
            return self._view.shown(request, upload.finished)
        if upload.take(chunk):
            return self._finish(request, upload)
        arrived = len(upload.received)
        headers = {"Range": f"bytes=0-{arrived - 1}"} if arrived else {}
        return web.Response(status=_RESUME_INCOMPLETE, headers=headers)

    async def _abort(self, request: web.Request) -> web.Response:
        self._uploads.drop(request.query.get("upload_id", ""))
        return web.Response(status=_CLIENT_CLOSED_REQUEST)

    def _new_upload(self, request: web.Request, asked: Json) -> Upload:
        bucket = self._buckets.get(bucket_name(request))
        name = request.query.get("name") or asked.get("name")
        if not name:
            raise required("name")
        encoding = {"contentEncoding": request.query.get("contentEncoding")}
        claims = {key: str(asked[key]) for key in ("crc32c", "md5Hash") if asked.get(key)}
        return Upload(
            bucket=bucket.name,
            name=str(name),
            settings=replaced({**encoding, **asked}, OF_OBJECT),
            claims=claims,
            conditions=conditions(request),
        )

    def _finish(self, request: web.Request, upload: Upload) -> web.Response:
        new = new_object(upload.bucket, upload.name, bytes(upload.received), upload.settings)
        check_claims(new.checksums, upload.claims)
        check_claims(new.checksums, claims_of_header(request.headers.get("X-Goog-Hash", "")))
        upload.finished = self._objects.put(new, upload.conditions)
        upload.received.clear()
        return self._view.shown(request, upload.finished)
