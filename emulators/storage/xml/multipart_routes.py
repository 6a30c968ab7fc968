"""Multipart uploads over the XML API."""

from __future__ import annotations

from dataclasses import asdict

from aiohttp import web

from emulators.storage.checksums import check_claims, checksums_of, claims_of_header
from emulators.storage.conditions import whole_number
from emulators.storage.encryption import Encryption
from emulators.storage.instants import written
from emulators.storage.reading import base_url, bucket_name, object_name
from emulators.storage.refusals import Refused
from emulators.storage.resumable import Upload
from emulators.storage.uploading import Uploader, encryption_of
from emulators.storage.xml.answers import XmlRefused, document
from emulators.storage.xml.multipart_uploads import (
    PART_NUMBER_MAX,
    MultipartUpload,
    MultipartUploads,
)
from emulators.storage.xml.paths import object_settings, predefined_acl, xml_conditions
from emulators.storage.xml.reading import malformed_xml, parsed_xml


class MultipartRoutes:
    def __init__(self, uploads: MultipartUploads, uploader: Uploader) -> None:
        self._uploads = uploads
        self._uploader = uploader

    def begin(self, request: web.Request) -> web.Response:
        self._uploader.require_bucket(bucket_name(request))
        about = {
            "settings": object_settings(request.headers),
            "encryption": asdict(encryption_of(request)),
            "predefined_acl": predefined_acl(request.headers),
        }
        upload_id = self._uploads.begin(bucket_name(request), object_name(request), about)
        return document(
            "InitiateMultipartUploadResult", [*_names(request), ("UploadId", upload_id)]
        )

    async def put_part(self, request: web.Request) -> web.Response:
        self._found(request)
        number = whole_number(request.query.get("partNumber"), "partNumber")
        if number is None or not 1 <= number <= PART_NUMBER_MAX:
            raise XmlRefused(400, "InvalidArgument", f"partNumber must be 1 to {PART_NUMBER_MAX}.")
        content = await request.read()
        checksums = checksums_of(content)
        claims = claims_of_header(request.headers.get("X-Goog-Hash", ""))
        if "Content-MD5" in request.headers:
            claims["md5Hash"] = request.headers["Content-MD5"]
        try:
            check_claims(checksums, claims)
        except Refused as refused:
            raise XmlRefused(400, "BadDigest", refused.message) from refused
        part = self._uploads.put_part(request.query["uploadId"], number, content)
        headers = {"ETag": f'"{part.etag}"', "X-Goog-Hash": checksums.as_header()}
        return web.Response(headers=headers)

    async def complete(self, request: web.Request) -> web.Response:
        upload = self._found(request)
        content = self._uploads.assembled(upload, _asked_parts(await request.read()))
        new = Upload(
            bucket=upload.bucket,
            name=upload.name,
            settings=upload.about["settings"],
            conditions=xml_conditions(request),
            encryption=Encryption(**upload.about["encryption"]),
            predefined_acl=upload.about["predefined_acl"],
        )
        stored = self._uploader.store(new, request.headers, content)
        self._uploads.drop(request.query["uploadId"])
        answer = document(
            "CompleteMultipartUploadResult",
            [
                ("Location", f"{base_url(request)}{request.rel_url.raw_path}"),
                *_names(request),
                ("ETag", f'"{stored.etag}"'),
            ],
        )
        answer.headers["X-Goog-Generation"] = str(stored.generation)
        answer.headers["X-Goog-Hash"] = stored.checksums.as_header()
        return answer

    def abort(self, request: web.Request) -> web.Response:
        self._found(request)
        self._uploads.drop(request.query["uploadId"])
        return web.Response(status=204)

    def list_parts(self, request: web.Request) -> web.Response:
        upload = self._found(request)
        parts: list[tuple[str, object]] = [
            (
                "Part",
                [
                    ("PartNumber", number),
                    ("LastModified", written(part.received_at)),
                    ("ETag", f'"{part.etag}"'),
                    ("Size", len(part.content)),
                ],
            )
            for number, part in sorted(upload.parts.items())
        ]
        names = [*_names(request), ("UploadId", request.query["uploadId"])]
        return document("ListPartsResult", [*names, ("IsTruncated", "false"), *parts])

    def list_uploads(self, request: web.Request) -> web.Response:
        uploads: list[tuple[str, object]] = [
            (
                "Upload",
                [
                    ("Key", upload.name),
                    ("UploadId", upload_id),
                    ("Initiated", written(upload.begun_at)),
                ],
            )
            for upload_id, upload in self._uploads.of_bucket(bucket_name(request))
        ]
        name = ("Bucket", bucket_name(request))
        return document("ListMultipartUploadsResult", [name, ("IsTruncated", "false"), *uploads])

    def _found(self, request: web.Request) -> MultipartUpload:
        return self._uploads.get(
            request.query["uploadId"], bucket_name(request), object_name(request)
        )


def _names(request: web.Request) -> list[tuple[str, object]]:
    return [("Bucket", bucket_name(request)), ("Key", object_name(request))]


def _asked_parts(body: bytes) -> list[tuple[int, str]]:
    """Read the parts' numbers and tags, whatever namespace the document has."""
    root = parsed_xml(body)
    try:
        return [
            (int(part.findtext("{*}PartNumber", "")), part.findtext("{*}ETag", ""))
            for part in root.iterfind("{*}Part")
        ]
    except ValueError as error:
        raise malformed_xml("A part has no number.") from error
