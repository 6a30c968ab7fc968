"""Which access control list a bucket or an object has, and how requests choose one."""

from __future__ import annotations

from collections.abc import Mapping

from emulators.storage.access.entries import (
    OF_BUCKET_ROLES,
    OF_OBJECT_ROLES,
    Entry,
    checked,
    no_lists,
    predefined,
    project_private,
)
from emulators.storage.resources import Bucket, Json, StoredObject
from emulators.storage.settings import Settings


def bucket_list(bucket: Bucket) -> list[Entry]:
    return list(bucket.settings.get("acl") or project_private(bucket.project))


def default_object_list(bucket: Bucket) -> list[Entry]:
    asked = bucket.settings.get("defaultObjectAcl")
    return list(project_private(bucket.project) if asked is None else asked)


def object_list(stored: StoredObject, bucket: Bucket) -> list[Entry]:
    return list(stored.settings.get("acl") or default_object_list(bucket))


def with_bucket_lists(
    asked: Json, query: Mapping[str, str], project: str, *, is_uniform: bool
) -> Json:
    """Put the lists that the request names or spells out into the body of a bucket."""
    lists: Json = {}
    for field, parameter, roles in (
        ("acl", "predefinedAcl", OF_BUCKET_ROLES),
        ("defaultObjectAcl", "predefinedDefaultObjectAcl", OF_OBJECT_ROLES),
    ):
        if parameter in query:
            lists[field] = predefined(query[parameter], project, parameter)
        elif asked.get(field):
            lists[field] = checked(asked[field], roles)
    if lists and is_uniform:
        raise no_lists("use", "bucket")
    return {**asked, **lists}


def with_object_list(
    settings: Settings, bucket: Bucket, name: str | None, *, verb: str, is_new: bool
) -> Settings:
    """Put the list into an object's settings that it is to have.

    `name` is the predefined list asked for. A new object that asks for none gets the bucket's
    default, as it is now.
    """
    asked = settings.get("acl")
    if bucket.is_uniform:
        is_harmless = name in {None, "bucketOwnerFullControl", "bucketOwnerRead"}
        if asked or not is_harmless:
            raise no_lists(verb, "object")
        return {field: value for field, value in settings.items() if field != "acl"}
    if name:
        return {**settings, "acl": predefined(name, bucket.project, "predefinedAcl")}
    if asked:
        return {**settings, "acl": checked(asked, OF_OBJECT_ROLES)}
    return {**settings, "acl": default_object_list(bucket)} if is_new else settings
