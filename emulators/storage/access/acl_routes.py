"""Access control lists over HTTP: of buckets, of objects, and what new objects get."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import quote

from aiohttp import web

from emulators.storage.access.entries import (
    OF_BUCKET_ROLES,
    OF_OBJECT_ROLES,
    Entry,
    checked_entry,
    described,
    no_default_lists,
    no_lists,
)
from emulators.storage.access.lists import bucket_list, default_object_list, object_list
from emulators.storage.buckets import Buckets
from emulators.storage.conditions import Conditions
from emulators.storage.objects import Objects
from emulators.storage.reading import base_url, bucket_name, generation, json_body, object_name
from emulators.storage.refusals import not_found
from emulators.storage.resources import Json

_ANY = Conditions()


@dataclass(frozen=True, slots=True)
class _List:
    """One list: what is in it, how it is shown, and how a new one is kept."""

    entries: list[Entry]
    roles: frozenset[str]
    kind: str
    path: str
    etag: str
    names: Json
    keep: Callable[[list[Entry]], object]

    def find(self, entity: str) -> Entry:
        for entry in self.entries:
            if entry["entity"] == entity:
                return entry
        raise not_found(f"The specified entity '{entity}' has no access control.")

    def without(self, entity: str) -> list[Entry]:
        return [entry for entry in self.entries if entry["entity"] != entity]

    def shown(self, entry: Entry, url: str) -> Json:
        place = "/".join(str(value) for value in self.names.values())
        return {
            **described(entry),
            **self.names,
            "kind": self.kind,
            "id": f"{place}/{entry['entity']}",
            "selfLink": f"{url}/storage/v1{self.path}/{entry['entity']}",
            "etag": self.etag,
        }


class AclRoutes:
    def __init__(self, buckets: Buckets, objects: Objects) -> None:
        self._buckets = buckets
        self._objects = objects

    def routes(self) -> list[web.RouteDef]:
        bucket = "/storage/v1/b/{bucket}"
        lists = (
            (bucket + "/acl", self._of_bucket),
            (bucket + "/defaultObjectAcl", self._of_new_objects),
            (bucket + "/o/{object}/acl", self._of_object),
        )
        return [route for path, find in lists for route in _routes(path, find)]

    def _of_bucket(self, request: web.Request) -> _List:
        bucket = self._buckets.get(bucket_name(request))
        if bucket.is_uniform:
            raise no_lists("get", "bucket")
        return _List(
            entries=bucket_list(bucket),
            roles=OF_BUCKET_ROLES,
            kind="storage#bucketAccessControl",
            path=f"/b/{bucket.name}/acl",
            etag=bucket.version.etag,
            names={"bucket": bucket.name},
            keep=lambda new: self._buckets.change(bucket, {**bucket.settings, "acl": new}, _ANY),
        )

    def _of_new_objects(self, request: web.Request) -> _List:
        bucket = self._buckets.get(bucket_name(request))
        if bucket.is_uniform:
            raise no_default_lists()

        def keep(new: list[Entry]) -> None:
            self._buckets.change(bucket, {**bucket.settings, "defaultObjectAcl": new}, _ANY)

        return _List(
            entries=default_object_list(bucket),
            roles=OF_OBJECT_ROLES,
            kind="storage#objectAccessControl",
            path=f"/b/{bucket.name}/defaultObjectAcl",
            etag=bucket.version.etag,
            names={},
            keep=keep,
        )

    def _of_object(self, request: web.Request) -> _List:
        bucket = self._buckets.get(bucket_name(request))
        stored = self._objects.get(bucket.name, object_name(request), generation(request))
        if bucket.is_uniform:
            raise no_lists("get", "object")
        return _List(
            entries=object_list(stored, bucket),
            roles=OF_OBJECT_ROLES,
            kind="storage#objectAccessControl",
            path=f"/b/{bucket.name}/o/{quote(stored.name, safe='')}/acl",
            etag=stored.etag,
            names={
                "bucket": bucket.name,
                "object": stored.name,
                "generation": str(stored.generation),
            },
            keep=lambda new: self._objects.change(stored, {**stored.settings, "acl": new}, _ANY),
        )


def _routes(path: str, find: Callable[[web.Request], _List]) -> list[web.RouteDef]:
    async def show_all(request: web.Request) -> web.Response:
        found = find(request)
        items = [found.shown(entry, base_url(request)) for entry in found.entries]
        return web.json_response({"kind": found.kind + "s", "items": items})

    async def show(request: web.Request) -> web.Response:
        found = find(request)
        entry = found.find(request.match_info["entity"])
        return web.json_response(found.shown(entry, base_url(request)))

    async def insert(request: web.Request) -> web.Response:
        found = find(request)
        entry = checked_entry(await json_body(request), found.roles)
        return _kept(request, found, entry)

    async def change(request: web.Request) -> web.Response:
        found = find(request)
        entry = found.find(request.match_info["entity"])
        role = (await json_body(request)).get("role", entry["role"])
        return _kept(request, found, checked_entry({**entry, "role": role}, found.roles))

    async def delete(request: web.Request) -> web.Response:
        found = find(request)
        entity = request.match_info["entity"]
        found.find(entity)
        found.keep(found.without(entity))
        return web.Response(status=204)

    one = path + "/{entity}"
    return [
        web.get(path, show_all),
        web.post(path, insert),
        web.get(one, show),
        web.put(one, change),
        web.patch(one, change),
        web.delete(one, delete),
    ]


def _kept(request: web.Request, found: _List, entry: Entry) -> web.Response:
    found.keep([*found.without(entry["entity"]), entry])
    return web.json_response(found.shown(entry, base_url(request)))
