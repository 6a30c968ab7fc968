"""Buckets over the XML API: lists of objects, uploads from forms, bulk deletion."""

from __future__ import annotations

from aiohttp import web

from emulators.storage.buckets import Buckets
from emulators.storage.conditions import Conditions, whole_number
from emulators.storage.instants import written
from emulators.storage.listing import PAGE_MAX, ListQuery, Page, list_objects, read_limit
from emulators.storage.objects import Objects
from emulators.storage.reading import bucket_name
from emulators.storage.refusals import Refused
from emulators.storage.resources import StoredObject
from emulators.storage.xml.answers import document
from emulators.storage.xml.form_upload import FormUpload
from emulators.storage.xml.multipart_routes import MultipartRoutes
from emulators.storage.xml.paths import BUCKET
from emulators.storage.xml.reading import malformed_xml, parsed_xml

_PAGE_TWO = "2"
_KEYS_MAX = 1000
_AFTER_ALL_GENERATIONS = 2**63


class XmlBucketRoutes:
    def __init__(
        self, buckets: Buckets, objects: Objects, multipart: MultipartRoutes, forms: FormUpload
    ) -> None:
        self._buckets = buckets
        self._objects = objects
        self._multipart = multipart
        self._forms = forms

    def routes(self) -> list[web.RouteDef]:
        return [
            route
            for path in (BUCKET, BUCKET + "/")
            for route in (web.get(path, self._list), web.post(path, self._post))
        ]

    async def _list(self, request: web.Request) -> web.Response:
        bucket = self._buckets.get(bucket_name(request))
        if "uploads" in request.query:
            return self._multipart.list_uploads(request)
        is_second = request.query.get("list-type") == _PAGE_TWO
        query = _query(request, is_second=is_second)
        page = list_objects(self._objects.in_bucket(bucket), query)
        fields: list[tuple[str, object]] = [
            ("Name", bucket.name),
            ("Prefix", query.prefix),
            *([("Delimiter", query.delimiter)] if query.delimiter else []),
            *_position(page, is_second=is_second),
            ("IsTruncated", "true" if page.next_token else "false"),
            *(("Contents", _contents(stored)) for stored in page.objects),
            *(("CommonPrefixes", [("Prefix", prefix)]) for prefix in page.prefixes),
        ]
        return document("ListBucketResult", fields)

    async def _post(self, request: web.Request) -> web.Response:
        self._buckets.get(bucket_name(request))
        if "delete" in request.query:
            return await self._delete_many(request)
        return await self._forms.store(request)

    async def _delete_many(self, request: web.Request) -> web.Response:
        """Delete up to a thousand objects; each succeeds or fails for itself."""
        outcomes: list[tuple[str, object]] = []
        for name, generation in _asked_keys(await request.read()):
            outcomes.append(self._deleted(bucket_name(request), name, generation))
        return document("DeleteResult", outcomes)

    def _deleted(self, bucket: str, name: str, generation: int | None) -> tuple[str, object]:
        try:
            stored = self._objects.get(bucket, name, generation)
            self._objects.delete(stored, Conditions(), for_good=generation is not None)
        except Refused as refused:
            if refused.xml_code != "NoSuchKey":
                fields = [("Key", name), ("Code", refused.xml_code), ("Message", refused.message)]
                return "Error", fields
        return "Deleted", [("Key", name)]


def _query(request: web.Request, *, is_second: bool) -> ListQuery:
    """Read the query of either version; the first one goes on after a name, not a token."""
    asked = request.query
    token = asked.get("continuation-token", "") if is_second else ""
    last = asked.get("start-after" if is_second else "marker", "")
    read = ListQuery.read({"pageToken": token})
    return ListQuery(
        prefix=asked.get("prefix", ""),
        delimiter=asked.get("delimiter", ""),
        after=(last, _AFTER_ALL_GENERATIONS) if last and not token else read.after,
        limit=read_limit({"maxResults": asked.get("max-keys", str(PAGE_MAX))}),
    )


def _position(page: Page, *, is_second: bool) -> list[tuple[str, object]]:
    count = len(page.objects) + len(page.prefixes)
    if is_second:
        following = [("NextContinuationToken", page.next_token)] if page.next_token else []
        return [("KeyCount", count), *following]
    if page.next_token is None:
        return []
    last = max([*(stored.name for stored in page.objects), *page.prefixes])
    return [("NextMarker", last)]


def _contents(stored: StoredObject) -> list[tuple[str, object]]:
    return [
        ("Key", stored.name),
        ("Generation", stored.generation),
        ("MetaGeneration", stored.metageneration),
        ("LastModified", written(stored.updated_at)),
        ("ETag", f'"{stored.etag}"'),
        ("Size", stored.size),
        ("StorageClass", stored.storage_class),
    ]


def _asked_keys(body: bytes) -> list[tuple[str, int | None]]:
    root = parsed_xml(body)
    try:
        keys = [
            (
                entry.findtext("{*}Key", ""),
                whole_number(entry.findtext("{*}VersionId"), "VersionId"),
            )
            for entry in root.iterfind("{*}Object")
        ]
    except Refused as refused:
        raise malformed_xml(refused.message) from refused
    if not 1 <= len(keys) <= _KEYS_MAX:
        raise malformed_xml(f"Name one to {_KEYS_MAX} objects.")
    return keys
