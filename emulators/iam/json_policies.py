"""IAM policies of what is deployed, as Google's JSON APIs write them."""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Callable, Collection, Iterable, Iterator
from typing import Any

from emulators.shelf import Shelf
from emulators.topology import Grant

Json = dict[str, Any]
Place = tuple[str, str]  # the resource whose policy it is, and the condition of the binding in it
_KEY = "iam:"
_ETAG_OF_NONE = "ACAB"  # what a policy has that was never set
_ETAG_BYTES = 8


class StaleEtag(Exception):
    """Somebody else has set the policy meanwhile."""


class JsonPolicies:
    def __init__(self, shelf: Shelf, place: Callable[[str], Place | None]) -> None:
        """`place` tells where the grants on a resource are kept; None: not here."""
        self._shelf = shelf
        self._place = place
        self._policies: dict[str, Json] = {
            key.removeprefix(_KEY): json.loads(value) for key, value in shelf.items(_KEY)
        }

    def get(self, resource: str) -> Json:
        return self._policies.get(resource, {"etag": _ETAG_OF_NONE})

    def set(self, resource: str, asked: Json) -> Json:
        """Keep it under a new etag; `StaleEtag` if it was made from an older policy."""
        current = self.get(resource)
        if asked.get("etag", current["etag"]) != current["etag"]:
            raise StaleEtag(resource)
        return self._keep(resource, list(asked.get("bindings", ())))

    def grant(self, grants: Iterable[Grant]) -> None:
        """Add what is missing of those that are kept here, and take nothing away."""
        for grant in grants:
            place = self._place(grant.resource)
            if place is None:
                continue
            resource, condition = place
            bindings = list(self.get(resource).get("bindings", ()))
            if any(_matches(one, grant, condition) for one in bindings):
                continue
            told = {"condition": {"expression": condition}} if condition else {}
            bindings.append({"role": grant.role, "members": [grant.member], **told})
            self._keep(resource, bindings)

    def roles_of(self, members: Collection[str], resource: str) -> Iterator[str]:
        """The roles that one of `members` has on the resource."""
        place = self._place(resource)
        if place is None:
            return
        holder, condition = place
        for binding in self.get(holder).get("bindings", ()):
            if _condition(binding) in {"", condition} and set(members) & set(binding["members"]):
                yield str(binding["role"])

    def _keep(self, resource: str, bindings: list[Json]) -> Json:
        before = self.get(resource)["etag"]
        text = json.dumps(bindings, sort_keys=True)
        digest = hashlib.sha256(f"{before}\n{text}".encode()).digest()[:_ETAG_BYTES]
        version = 3 if any(_condition(one) for one in bindings) else 1
        policy = {
            "version": version,
            "etag": base64.b64encode(digest).decode(),
            "bindings": bindings,
        }
        self._policies[resource] = policy
        self._shelf.put(_KEY + resource, json.dumps(policy).encode())
        return policy


def _matches(binding: Json, grant: Grant, condition: str) -> bool:
    is_same_role = (binding["role"], _condition(binding)) == (grant.role, condition)
    return is_same_role and grant.member in binding["members"]


def _condition(binding: Json) -> str:
    return str((binding.get("condition") or {}).get("expression", ""))
