"""IAM of buckets over HTTP, and of objects as far as the old lists reach."""

from __future__ import annotations

from aiohttp import web

from emulators.storage.access.entries import OWNER, no_lists
from emulators.storage.access.lists import object_list
from emulators.storage.access.policies import (
    WITH_CONDITIONS,
    checked_permissions,
    checked_policy,
    policy_of,
)
from emulators.storage.buckets import Buckets
from emulators.storage.conditions import Conditions
from emulators.storage.objects import Objects
from emulators.storage.reading import bucket_name, generation, json_body, object_name
from emulators.storage.refusals import invalid
from emulators.storage.resources import Json


class IamRoutes:
    def __init__(self, buckets: Buckets, objects: Objects) -> None:
        self._buckets = buckets
        self._objects = objects

    def routes(self) -> list[web.RouteDef]:
        bucket = "/storage/v1/b/{bucket}/iam"
        stored = "/storage/v1/b/{bucket}/o/{object}/iam"
        return [
            web.get(bucket, self._get),
            web.put(bucket, self._set),
            web.get(bucket + "/testPermissions", self._test),
            web.get(stored, self._get_of_object),
            web.put(stored, self._set_of_object),
            web.get(stored + "/testPermissions", self._test),
        ]

    async def _get(self, request: web.Request) -> web.Response:
        policy = policy_of(self._buckets.get(bucket_name(request)))
        asked = request.query.get("optionsRequestedPolicyVersion", "1")
        if policy["version"] == WITH_CONDITIONS and asked != str(WITH_CONDITIONS):
            raise invalid("The policy has conditions: ask for policy version 3.")
        return web.json_response(policy)

    async def _set(self, request: web.Request) -> web.Response:
        bucket = self._buckets.get(bucket_name(request))
        policy = checked_policy(bucket, await json_body(request))
        return web.json_response(policy_of(self._buckets.set_policy(bucket, policy)))

    async def _test(self, request: web.Request) -> web.Response:
        self._buckets.get(bucket_name(request))
        granted = checked_permissions(request.query.getall("permissions", []))
        return web.json_response(
            {"kind": "storage#testIamPermissionsResponse", "permissions": granted}
        )

    async def _get_of_object(self, request: web.Request) -> web.Response:
        """Answer with the object's list, written as a policy."""
        bucket = self._buckets.get(bucket_name(request))
        stored = self._objects.get(bucket.name, object_name(request), generation(request))
        if bucket.is_uniform:
            raise no_lists("get", "object")
        entries = object_list(stored, bucket)
        bindings: list[Json] = [
            {
                "role": f"roles/storage.legacyObject{'Owner' if role == OWNER else 'Reader'}",
                "members": [_member(str(e["entity"])) for e in entries if e["role"] == role],
            }
            for role in dict.fromkeys(str(entry["role"]) for entry in entries)
        ]
        return web.json_response(
            {
                "kind": "storage#policy",
                "resourceId": f"projects/_/buckets/{bucket.name}/objects/{stored.name}",
                "version": 1,
                "etag": stored.etag,
                "bindings": bindings,
            }
        )

    async def _set_of_object(self, request: web.Request) -> web.Response:
        bucket = self._buckets.get(bucket_name(request))
        policy = await json_body(request)
        stored = self._objects.get(bucket.name, object_name(request), generation(request))
        if bucket.is_uniform:
            raise no_lists("use", "object")
        entries = [
            {"entity": _entity(str(member)), "role": _list_role(str(binding.get("role")))}
            for binding in policy.get("bindings") or []
            for member in binding.get("members") or []
        ]
        self._objects.change(stored, {**stored.settings, "acl": entries}, Conditions())
        return await self._get_of_object(request)


def _member(entity: str) -> str:
    if entity.startswith("project-"):
        _, team, number = entity.split("-", 2)
        return f"project{team[:-1].title()}:{number}"
    return entity.replace("-", ":", 1) if "-" in entity else entity


def _entity(member: str) -> str:
    for team in ("Owner", "Editor", "Viewer"):
        if member.startswith(f"project{team}:"):
            return f"project-{team.lower()}s-{member.partition(':')[2]}"
    return member.replace("serviceAccount:", "user-").replace(":", "-", 1)


def _list_role(role: str) -> str:
    roles = {
        "roles/storage.legacyObjectOwner": "OWNER",
        "roles/storage.legacyObjectReader": "READER",
    }
    if role not in roles:
        raise invalid(f"Role {role} is not supported for this resource.")
    return roles[role]
