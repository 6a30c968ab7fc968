"""What belongs to a project: its service account and its HMAC keys."""

from __future__ import annotations

from aiohttp import web

from emulators.storage.access.entries import project_number
from emulators.storage.access.hmac_keys import DELETED, HmacKey, HmacKeys
from emulators.storage.conditions import Version
from emulators.storage.listing import read_limit, read_token, write_token
from emulators.storage.reading import base_url, conditions, json_body
from emulators.storage.refusals import required
from emulators.storage.resources import Json


class ProjectRoutes:
    def __init__(self, keys: HmacKeys) -> None:
        self._keys = keys

    def routes(self) -> list[web.RouteDef]:
        project = "/storage/v1/projects/{project}"
        keys, one = f"{project}/hmacKeys", project + "/hmacKeys/{access_id}"
        return [
            web.get(f"{project}/serviceAccount", self._service_account),
            web.get(keys, self._list),
            web.post(keys, self._create),
            web.get(one, self._get),
            web.put(one, self._update),
            web.delete(one, self._delete),
        ]

    async def _service_account(self, request: web.Request) -> web.Response:
        number = project_number(request.match_info["project"])
        email = f"service-{number}@gs-project-accounts.iam.gserviceaccount.com"
        return web.json_response({"kind": "storage#serviceAccount", "email_address": email})

    async def _list(self, request: web.Request) -> web.Response:
        email = request.query.get("serviceAccountEmail")
        shows_deleted = request.query.get("showDeletedKeys", "").lower() == "true"
        after, limit = read_token(request.query.get("pageToken", "")), read_limit(request.query)
        found = [
            key
            for key in self._keys.of_project(request.match_info["project"])
            if email in {None, key.email}
            and (shows_deleted or key.state != DELETED)
            and key.access_id > after
        ]
        answer: Json = {
            "kind": "storage#hmacKeysMetadata",
            "items": [key.resource(base_url(request)) for key in found[:limit]],
        }
        if len(found) > limit:
            answer["nextPageToken"] = write_token(found[limit - 1].access_id)
        return web.json_response(answer)

    async def _create(self, request: web.Request) -> web.Response:
        email = request.query.get("serviceAccountEmail")
        if not email:
            raise required("serviceAccountEmail")
        key, secret = self._keys.create(request.match_info["project"], email)
        metadata = key.resource(base_url(request))
        return web.json_response(
            {"kind": "storage#hmacKey", "metadata": metadata, "secret": secret}
        )

    async def _get(self, request: web.Request) -> web.Response:
        return web.json_response(self._found(request).resource(base_url(request)))

    async def _update(self, request: web.Request) -> web.Response:
        asked, key = await json_body(request), self._found(request)
        changed = self._keys.set_state(key, str(asked.get("state")))
        return web.json_response(changed.resource(base_url(request)))

    async def _delete(self, request: web.Request) -> web.Response:
        self._keys.delete(self._found(request))
        return web.Response(status=204)

    def _found(self, request: web.Request) -> HmacKey:
        key = self._keys.get(request.match_info["project"], request.match_info["access_id"])
        tag = str(key.resource("")["etag"])
        conditions(request).check_write(Version(0, key.revision, tag))
        return key
