"""Who may do what on which resource: the grants of a deployment, asked at every call."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from emulators.iam.roles import PERMISSIONS, role_with
from emulators.topology import Grant

ANYBODY = "allUsers"


class Denied(Exception):
    """Says who lacks which role on what."""


class Permissions:
    """The grants of `terraform/`, and no others: a laptop is as strict as production."""

    def __init__(self, grants: Iterable[Grant]) -> None:
        self._held: defaultdict[tuple[str, str], set[str]] = defaultdict(set)
        for grant in grants:
            permissions = PERMISSIONS.get(grant.role, frozenset())
            self._held[grant.member, grant.resource] |= permissions

    def has(self, account: str, permission: str, resource: str) -> bool:
        """`account` is a service account's e-mail; an empty one is anybody."""
        members = [ANYBODY, *([f"serviceAccount:{account}"] if account else [])]
        return any(permission in self._held.get((member, resource), ()) for member in members)

    def require(self, account: str, permission: str, resource: str) -> None:
        """Return if it may; else `Denied`, naming the grant that is missing."""
        if not self.has(account, permission, resource):
            raise Denied(
                f"Permission '{permission}' denied on resource '{resource}'"
                f" (or it may not exist): {_missing(account or 'nobody', permission)}"
            )


def _missing(account: str, permission: str) -> str:
    try:
        role = role_with(permission)
    except LookupError as error:
        return f"{error}."
    return f"{account} needs {role} on it, granted in terraform/functions.tf."
