"""What each HTTP call of a function needs: of Cloud Storage, and of Pub/Sub's publish call."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import unquote

Need = tuple[str, str]  # permission and full resource name

_PUBLISH = re.compile(r"/v1/(projects/[^/]+/topics/[^/:]+):publish")
_JSON = re.compile(
    r"/(?:(?:resumable/)?(?:upload|download)/)?(?:storage/v1/)?b(?:/([^/]+)(?:/(.*))?)?"
)
_COPY = re.compile(r"o/.+/(?:copyTo|rewriteTo)/b/([^/]+)/o/.+")
_COMPOSE = re.compile(r"o/.+/compose")
_BATCHES = ("/batch", "/batch/storage/v1")
_ADMINISTRATION = "storage.buckets.setIamPolicy"  # stands for all that no function is for
_READING = frozenset({"GET", "HEAD"})
_OF_METHOD = {"DELETE": "delete", "PATCH": "update", "POST": "create", "PUT": "create"}


def http_needs(method: str, path: str) -> Iterator[Need]:
    """Of one call, `path` as it stands on the wire, without its query."""
    topic = _PUBLISH.fullmatch(path)
    json_call = _JSON.fullmatch(path)
    if method == "OPTIONS" or path in _BATCHES:
        return  # a batch comes back call by call, by the same door
    if topic:
        yield "pubsub.topics.publish", topic[1]
    elif json_call:
        yield from _of_json(method, unquote(json_call[1] or ""), json_call[2] or "")
    else:
        yield from _of_xml(method, path)


def _of_json(method: str, bucket: str, rest: str) -> Iterator[Need]:
    copy = _COPY.fullmatch(rest)
    if copy:
        yield "storage.objects.get", f"buckets/{bucket}"
        yield "storage.objects.create", f"buckets/{unquote(copy[1])}"
    elif _COMPOSE.fullmatch(rest):
        yield "storage.objects.get", f"buckets/{bucket}"
        yield "storage.objects.create", f"buckets/{bucket}"
    elif rest == "o" or (rest.startswith("o/") and not rest.endswith(("/acl", "/iam"))):
        yield _object_permission(method, named=rest != "o"), f"buckets/{bucket}"
    elif rest:
        yield _ADMINISTRATION, f"buckets/{bucket}"
    else:
        yield _bucket_permission(method, named=bool(bucket)), f"buckets/{bucket}"


def _of_xml(method: str, path: str) -> Iterator[Need]:
    bucket, _, name = path.lstrip("/").partition("/")
    resource = f"buckets/{unquote(bucket)}"
    if name:
        yield _object_permission(method, named=True), resource
    elif method in _READING:
        yield "storage.objects.list", resource
    else:
        yield _ADMINISTRATION, resource


def _object_permission(method: str, *, named: bool) -> str:
    if method in _READING:
        return "storage.objects.get" if named else "storage.objects.list"
    if method == "PUT" and not named:  # goes on with an upload
        return "storage.objects.create"
    return f"storage.objects.{_OF_METHOD.get(method, 'update')}"


def _bucket_permission(method: str, *, named: bool) -> str:
    if method in _READING:
        return "storage.buckets.get" if named else "storage.buckets.list"
    return f"storage.buckets.{_OF_METHOD.get(method, 'update')}"
