"""New objects over HTTP: simple, multipart and resumable uploads."""

from __future__ import annotations

from aiohttp import web

from emulators.storage.buckets import Buckets
from emulators.storage.multipart import parse_multipart
from emulators.storage.object_view import ObjectView
from emulators.storage.reading import base_url, bucket_name, conditions, json_body
from emulators.storage.refusals import invalid, required
from emulators.storage.resources import Json
from emulators.storage.resumable import Upload, Uploads
from emulators.storage.settings import OF_OBJECT, replaced
from emulators.storage.uploading import Uploader, encryption_of

_PATHS = ("/upload/storage/v1/b/{bucket}/o", "/resumable/upload/storage/v1/b/{bucket}/o")
_CLIENT_CLOSED_REQUEST = 499


class UploadRoutes:
    def __init__(self, buckets: Buckets, uploads: Uploads, uploader: Uploader) -> None:
        self._buckets = buckets
        self._uploads = uploads
        self._uploader = uploader
        self._view = ObjectView(buckets)

    def routes(self) -> list[web.RouteDef]:
        return [
            route
            for path in _PATHS
            for route in (
                web.post(path, self._insert),
                web.put(path, self._continue),
                web.delete(path, self._abort),
            )
        ]

    async def _insert(self, request: web.Request) -> web.Response:
        kind = request.query.get("uploadType")
        if "upload_id" in request.query:
            return await self._continue(request)
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
        stored = self._uploader.store(upload, request.headers, await request.read())
        return self._view.shown(request, stored)

    async def _insert_multipart(self, request: web.Request) -> web.Response:
        header = request.headers.get("Content-Type", "")
        asked, content_type, content = parse_multipart(header, await request.read())
        upload = self._new_upload(request, {"contentType": content_type or None, **asked})
        stored = self._uploader.store(upload, request.headers, content)
        return self._view.shown(request, stored)

    async def _begin(self, request: web.Request) -> web.Response:
        declared = request.headers.get("X-Upload-Content-Type")
        asked = {"contentType": declared, **await json_body(request)}
        upload_id = self._uploads.begin(self._new_upload(request, asked))
        path = f"/upload/storage/v1/b/{bucket_name(request)}/o"
        location = f"{base_url(request)}{path}?uploadType=resumable&upload_id={upload_id}"
        return web.Response(headers={"Location": location, "X-GUploader-UploadID": upload_id})

    async def _continue(self, request: web.Request) -> web.Response:
        stored = await self._uploader.go_on(request)
        return stored if isinstance(stored, web.Response) else self._view.shown(request, stored)

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
            encryption=encryption_of(request),
            predefined_acl=request.query.get("predefinedAcl"),
        )
