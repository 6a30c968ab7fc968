"""What a copy of an object has from its source and what from the request."""

from __future__ import annotations

from dataclasses import replace

from aiohttp import web

from emulators.storage.access.lists import with_object_list
from emulators.storage.conditions import Conditions
from emulators.storage.encryption import check_key, supplied_key
from emulators.storage.objects import NewObject, Objects
from emulators.storage.reading import generation, object_name
from emulators.storage.resources import Bucket, Json, StoredObject
from emulators.storage.settings import OF_OBJECT, Settings, replaced
from emulators.storage.uploading import encryption_of

_NOT_COPIED = frozenset({"acl", "eventBasedHold", "retention", "temporaryHold"})


def checked_source(request: web.Request, objects: Objects, *, of_source: bool) -> StoredObject:
    """Return the object to copy, if the conditions on it hold and its key came along.

    `of_source` says that the key is in the headers of a copy's source, not in the usual ones.
    """
    asked = generation(request, "sourceGeneration")
    source = objects.get(request.match_info["bucket"], object_name(request), asked)
    Conditions.of_source(request.query).check_write(source.version)
    check_key(source.encryption, supplied_key(request.headers, of_source=of_source))
    return source


def copied(
    request: web.Request, source: StoredObject, content: bytes, target: Bucket, asked: Json
) -> NewObject:
    predefined = request.query.get("destinationPredefinedAcl")
    settings = _settings(source, asked, target)
    return NewObject(
        bucket=target.name,
        name=request.match_info["target"],
        content=content,
        settings=with_object_list(settings, target, predefined, verb="insert", is_new=True),
        checksums=source.checksums,
        component_count=source.component_count,
        encryption=encryption_of(request, "destinationKmsKeyName"),
    )


def _settings(source: StoredObject, asked: Json, target: Bucket) -> Settings:
    """Return the source's settings, or those asked for in their place.

    A change of storage class alone keeps the rest. The class is the bucket's unless asked for.
    """
    settings = replaced(asked, OF_OBJECT)
    default = {"storageClass": target.settings.get("storageClass", "STANDARD")}
    if settings.keys() <= {"storageClass"}:
        own = {field: value for field, value in source.settings.items() if field not in _NOT_COPIED}
        return {**own, **default, **settings}
    return {**default, **settings}


def moved(source: StoredObject, content: bytes, name: str) -> NewObject:
    """Return the same object under another name: everything but its holds goes along."""
    settings = {
        field: value
        for field, value in source.settings.items()
        if field not in _NOT_COPIED or field == "acl"
    }
    new = NewObject(source.bucket, name, content, settings, source.checksums)
    return replace(new, component_count=source.component_count, encryption=source.encryption)
