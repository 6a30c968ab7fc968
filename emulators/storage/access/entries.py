"""Entries of access control lists: an entity and its role."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from typing import Any

from emulators.storage.refusals import Refused, invalid

Entry = dict[str, Any]

OWNER, WRITER, READER = "OWNER", "WRITER", "READER"
OF_BUCKET_ROLES = frozenset({OWNER, WRITER, READER})
OF_OBJECT_ROLES = frozenset({OWNER, READER})
_KINDS = ("user-", "group-", "domain-", "project-owners-", "project-editors-", "project-viewers-")
_EVERYBODY = frozenset({"allUsers", "allAuthenticatedUsers"})
_READ_MORE = "Read more at https://cloud.google.com/storage/docs/uniform-bucket-level-access"


def project_number(project: str) -> str:
    """Return the twelve digits that stand for a project; a number stands for itself."""
    if project.isdigit():
        return project
    return str(10**11 + int(hashlib.sha256(project.encode()).hexdigest(), 16) % 10**11)


def owners(project: str) -> str:
    return f"project-owners-{project_number(project)}"


def project_private(project: str) -> list[Entry]:
    number = project_number(project)
    return [
        _entry(f"project-owners-{number}", OWNER),
        _entry(f"project-editors-{number}", OWNER),
        _entry(f"project-viewers-{number}", READER),
    ]


def predefined(name: str, project: str, parameter: str) -> list[Entry]:
    """Return the entries of a predefined list such as `publicRead`; 400 if there is none."""
    number = project_number(project)
    own = [_entry(f"project-owners-{number}", OWNER)]
    lists = {
        "private": own,
        "projectPrivate": project_private(project),
        "publicRead": [*own, _entry("allUsers", READER)],
        "publicReadWrite": [*own, _entry("allUsers", WRITER)],
        "authenticatedRead": [*own, _entry("allAuthenticatedUsers", READER)],
        "bucketOwnerRead": own,
        "bucketOwnerFullControl": own,
    }
    if name not in lists:
        raise invalid(f"Invalid value for {parameter}: '{name}'")
    return lists[name]


def checked(asked: Sequence[Any], roles: frozenset[str]) -> list[Entry]:
    """Return the entries without what the service adds to them; 400 for what it does not take."""
    return [checked_entry(entry, roles) for entry in asked]


def checked_entry(asked: Any, roles: frozenset[str]) -> Entry:
    entity, role = str(asked.get("entity", "")), str(asked.get("role", ""))
    if entity not in _EVERYBODY and not entity.startswith(_KINDS):
        raise invalid(f"Unknown entity: '{entity}'")
    if role not in roles:
        raise invalid(f"Invalid role: '{role}'")
    return _entry(entity, role)


def described(entry: Entry) -> Entry:
    """Add what the service knows about an entity from its name."""
    kind, _, rest = str(entry["entity"]).partition("-")
    if kind in {"user", "group"} and "@" in rest:
        return {**entry, "email": rest}
    if kind == "domain":
        return {**entry, "domain": rest}
    if kind == "project":
        team, _, number = rest.partition("-")
        return {**entry, "projectTeam": {"projectNumber": number, "team": team}}
    return entry


def no_lists(verb: str, what: str) -> Refused:
    """The refusal of everything about lists where uniform access is on."""
    if what == "bucket":
        rest = "for a bucket that has uniform bucket-level access."
    else:
        rest = "for an object when uniform bucket-level access is enabled."
    return invalid(f"Cannot {verb} legacy ACL {rest} {_READ_MORE}")


def no_default_lists() -> Refused:
    return invalid(
        "Cannot use ACL API to update bucket policy when uniform bucket-level access is enabled. "
        + _READ_MORE
    )


def _entry(entity: str, role: str) -> Entry:
    return {"entity": entity, "role": role}
