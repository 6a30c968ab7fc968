"""IAM policies of buckets: who has which role. They are kept; nobody is turned away by them."""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Mapping, Sequence
from typing import Any

from emulators.storage.access.entries import project_number
from emulators.storage.refusals import Refused, condition_not_met, invalid
from emulators.storage.resources import Bucket, Json

_VERSIONS = frozenset({0, 1, 2, 3})
WITH_CONDITIONS = 3
_MEMBER_KINDS = (
    *("user:", "group:", "domain:", "serviceAccount:", "projectOwner:", "projectEditor:"),
    *("projectViewer:", "deleted:", "principal:", "principalSet:"),
)


def policy_of(bucket: Bucket) -> Json:
    """Return the policy that was set, or the one every new bucket has."""
    policy = dict(bucket.policy or {"bindings": _default_bindings(bucket), "version": 1})
    return {
        "kind": "storage#policy",
        "resourceId": f"projects/_/buckets/{bucket.name}",
        "version": policy["version"],
        "etag": _etag(policy),
        "bindings": policy["bindings"],
    }


def checked_policy(bucket: Bucket, asked: Json) -> Json:
    """Return the policy to keep; 412 when it is based on another than the current one."""
    current = policy_of(bucket)["etag"]
    if asked.get("etag") not in {None, "", current}:
        raise condition_not_met()
    version = asked.get("version", 1)
    if version not in _VERSIONS:
        raise invalid(f"Invalid policy version: '{version}'")
    bindings = [_checked_binding(binding) for binding in asked.get("bindings") or []]
    if version != WITH_CONDITIONS and any("condition" in binding for binding in bindings):
        raise invalid("A policy with conditions must have version 3.")
    return {"version": version, "bindings": bindings}


def checked_permissions(asked: Sequence[str]) -> list[str]:
    """Return the permissions that the caller has: all of them, if they exist at all."""
    if not asked:
        raise Refused(
            400,
            "required",
            "Required parameter: permissions",
            location=("parameter", "permissions"),
        )
    for permission in asked:
        if not permission.startswith("storage.") or "*" in permission:
            raise invalid(f"Unknown permission: '{permission}'")
    return list(asked)


def _checked_binding(binding: Mapping[str, Any]) -> Json:
    role, members = str(binding.get("role", "")), list(binding.get("members") or [])
    if not role.startswith(("roles/", "projects/", "organizations/")):
        raise invalid(f"Role {role} is not supported for this resource.")
    for member in members:
        if member not in {"allUsers", "allAuthenticatedUsers"} and not str(member).startswith(
            _MEMBER_KINDS
        ):
            raise invalid(f"Invalid member: '{member}'")
    condition = {"condition": binding["condition"]} if binding.get("condition") else {}
    return {"role": role, "members": members, **condition}


def _default_bindings(bucket: Bucket) -> list[Json]:
    project = bucket.project or project_number(bucket.project)
    owners = [f"projectEditor:{project}", f"projectOwner:{project}"]
    viewers = [f"projectViewer:{project}"]
    kinds = ("Bucket", "Object") if bucket.is_uniform else ("Bucket",)
    bindings: list[Json] = []
    for kind in kinds:
        bindings.append({"role": f"roles/storage.legacy{kind}Owner", "members": owners})
        bindings.append({"role": f"roles/storage.legacy{kind}Reader", "members": viewers})
    return bindings


def _etag(policy: Mapping[str, Any]) -> str:
    digest = hashlib.sha256(json.dumps(policy, sort_keys=True).encode()).digest()
    return base64.b64encode(digest[:9]).decode()
