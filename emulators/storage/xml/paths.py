"""Which requests belong to the XML API, and what they name."""

from __future__ import annotations

from collections.abc import Mapping

from aiohttp import web

from emulators.storage.conditions import Conditions, whole_number

_JSON = (
    *("/storage/v1/", "/upload/storage/", "/download/storage/", "/resumable/upload/storage/"),
    *("/batch/storage", "/v1/projects/", "/b/"),
)

BUCKET = r"/{bucket:[a-z0-9][a-z0-9._-]+}"
OBJECT = BUCKET + "/{object:.+}"


def is_xml(request: web.Request) -> bool:
    """Tell whether the path is a bucket's or an object's, and none of the JSON API."""
    return request.path not in {"/", "/b", "/batch"} and not request.path.startswith(_JSON)


def xml_conditions(request: web.Request) -> Conditions:
    """Read the preconditions that the XML API takes in headers."""
    headers = request.headers

    def number(suffix: str) -> int | None:
        name = f"x-goog-if-{suffix}"
        return whole_number(headers.get(name), name)

    return Conditions(
        generation_match=number("generation-match"),
        metageneration_match=number("metageneration-match"),
        etag_match=headers.get("If-Match"),
        etag_not_match=headers.get("If-None-Match"),
    )


_FIELDS = {
    "cache-control": "cacheControl",
    "content-disposition": "contentDisposition",
    "content-encoding": "contentEncoding",
    "content-language": "contentLanguage",
    "content-type": "contentType",
    "x-goog-custom-time": "customTime",
    "x-goog-storage-class": "storageClass",
}
_METADATA = "x-goog-meta-"


def object_settings(headers: Mapping[str, str]) -> dict[str, object]:
    """Read what the headers of an upload, or the fields of a form, say about the object."""
    named = {name.lower(): value for name, value in headers.items() if value}
    found: dict[str, object] = {
        field: named[name] for name, field in _FIELDS.items() if name in named
    }
    metadata = {
        name.removeprefix(_METADATA): value
        for name, value in named.items()
        if name.startswith(_METADATA)
    }
    return {**found, "metadata": metadata} if metadata else found


def predefined_acl(headers: Mapping[str, str]) -> str | None:
    """Read `x-goog-acl: public-read` the way the JSON API writes it: `publicRead`."""
    words = headers.get("x-goog-acl", "").split("-")
    return words[0] + "".join(word.title() for word in words[1:]) or None
