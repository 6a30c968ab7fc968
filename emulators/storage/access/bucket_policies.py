"""The policies of buckets, for whoever grants by plan and whoever asks before a call."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from typing import Any

from emulators.storage.access.policies import policy_of
from emulators.storage.buckets import Buckets
from emulators.topology import Grant

_PREFIX = "buckets/"


class BucketPolicies:
    def __init__(self, buckets: Buckets) -> None:
        self._buckets = buckets

    def grant(self, grants: Iterable[Grant]) -> None:
        """Add what is missing to the buckets that are here, and take nothing away."""
        for grant in grants:
            if grant.role not in self.roles_of({grant.member}, grant.resource):
                self._add(grant)

    def roles_of(self, members: Collection[str], resource: str) -> Iterator[str]:
        """The roles that one of `members` has on `buckets/NAME`, whatever happens."""
        for binding in self._bindings(resource):
            if not binding.get("condition") and set(members) & set(binding["members"]):
                yield str(binding["role"])

    def _add(self, grant: Grant) -> None:
        name = grant.resource.removeprefix(_PREFIX)
        if name not in self._buckets:
            return  # it is somewhere else, or nowhere
        bucket = self._buckets.get(name)
        policy = policy_of(bucket)
        bindings = [*policy["bindings"], {"role": grant.role, "members": [grant.member]}]
        self._buckets.set_policy(bucket, {"version": policy["version"], "bindings": bindings})

    def _bindings(self, resource: str) -> list[dict[str, Any]]:
        name = resource.removeprefix(_PREFIX)
        return list(policy_of(self._buckets.get(name))["bindings"]) if name in self._buckets else []
