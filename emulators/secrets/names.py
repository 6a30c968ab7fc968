"""The grammar of the names of secrets and their versions, global and regional."""

from __future__ import annotations

import re
from dataclasses import dataclass

from emulators.google_apis.refused import Refused, invalid

_PARENT = r"projects/[A-Za-z0-9:.-]+(?P<location>/locations/[A-Za-z0-9-]+)?"
_ID_FORM = r"[A-Za-z0-9_-]{1,255}"
_PARENT_NAME = re.compile(_PARENT)
_SECRET_NAME = re.compile(rf"(?P<parent>{_PARENT})/secrets/{_ID_FORM}")
_VERSION_NAME = re.compile(
    rf"(?P<secret>{_PARENT}/secrets/{_ID_FORM})/versions/(?P<version>[A-Za-z0-9_-]{{1,63}})"
)
_ID = re.compile(_ID_FORM)


@dataclass(frozen=True, slots=True)
class VersionName:
    """`version` is a number, an alias or `latest`."""

    secret: str
    version: str


def check_parent(name: str) -> None:
    if not _PARENT_NAME.fullmatch(name):
        raise _malformed("Project", name, "projects/*")


def secret_name(parent: str, secret_id: str) -> str:
    check_parent(parent)
    if not _ID.fullmatch(secret_id):
        raise _malformed("Secret", secret_id, "[a-zA-Z0-9_-]{1,255}")
    return f"{parent}/secrets/{secret_id}"


def parent_of(name: str) -> str:
    """Return the project or the location that a secret belongs to."""
    match = _SECRET_NAME.fullmatch(name)
    if match is None:
        raise _malformed("Secret", name, "projects/*/secrets/*")
    return match["parent"]


def is_regional(secret: str) -> bool:
    return "/locations/" in secret


def version_name(name: str) -> VersionName:
    match = _VERSION_NAME.fullmatch(name)
    if match is None:
        raise _malformed("Secret", name, "projects/*/secrets/*/versions/*")
    return VersionName(match["secret"], match["version"])


def _malformed(kind: str, name: str, form: str) -> Refused:
    return invalid(f"The provided {kind} ID [{name}] does not match the expected format [{form}]")
