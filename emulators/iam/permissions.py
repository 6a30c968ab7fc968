"""Who may do what on which resource: asked of the policies as they are at this moment."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable

from emulators.iam.roles import PERMISSIONS, role_with
from emulators.topology import Grant

ANYBODY = "allUsers"
RolesOf = Callable[[Collection[str], str], Iterable[str]]
"""The roles that one of these members has on the resource of this full name."""


class Denied(Exception):
    """Says who lacks which role on what."""


class Permissions:
    def __init__(self, roles_of: RolesOf) -> None:
        self._roles_of = roles_of

    def has(self, account: str, permission: str, resource: str) -> bool:
        """`account` is a service account's e-mail; an empty one is anybody."""
        members = [ANYBODY, *([f"serviceAccount:{account}"] if account else [])]
        roles = self._roles_of(members, resource)
        return any(permission in PERMISSIONS.get(role, frozenset()) for role in roles)

    def require(self, account: str, permission: str, resource: str) -> None:
        """Return if it may; else `Denied`, naming the grant that is missing."""
        if not self.has(account, permission, resource):
            raise Denied(
                f"Permission '{permission}' denied on resource '{resource}'"
                f" (or it may not exist): {_missing(account, permission)}"
            )


def granted(grants: Iterable[Grant]) -> RolesOf:
    """These grants, and no others, ever."""
    held: defaultdict[tuple[str, str], set[str]] = defaultdict(set)
    for grant in grants:
        held[grant.member, grant.resource].add(grant.role)

    def roles_of(members: Collection[str], resource: str) -> set[str]:
        return {role for member in members for role in held.get((member, resource), ())}

    return roles_of


def _missing(account: str, permission: str) -> str:
    try:
        role = role_with(permission)
    except LookupError as error:
        return f"{error}."
    who = account or f"{ANYBODY} (nobody says who calls)"
    return f"{who} needs {role} on it, granted in terraform/functions.tf."
