"""IAM policies of a service's resources: kept and given back, with nobody to enforce them."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Collection, Iterable, Iterator

import grpc
from google.iam.v1.iam_policy_pb2 import (
    GetIamPolicyRequest,
    SetIamPolicyRequest,
    TestIamPermissionsRequest,
    TestIamPermissionsResponse,
)
from google.iam.v1.policy_pb2 import Policy

from emulators.google_apis.refused import Refused, invalid
from emulators.google_apis.unary_service import Method
from emulators.shelf import Shelf
from emulators.topology import Grant

_KEY = "iam:"
_ETAG_OF_NONE = b"\x00\x20\x01"  # "ACAB", which the service gives a policy that was never set
_ETAG_BYTES = 8
_CONFLICT = (
    "There were concurrent policy changes. "
    "Please retry the whole read-modify-write with exponential backoff."
)


class IamPolicies:
    def __init__(self, shelf: Shelf, *, require: Callable[[str], object]) -> None:
        """`require` raises `Refused` unless there is a resource of that name."""
        self._shelf = shelf
        self._require = require
        self._policies = {
            key.removeprefix(_KEY): Policy.FromString(value) for key, value in shelf.items(_KEY)
        }

    def methods(self) -> dict[str, Method]:
        return {
            "GetIamPolicy": Method(GetIamPolicyRequest, lambda r: self.get(r.resource)),
            "SetIamPolicy": Method(SetIamPolicyRequest, self._set),
            "TestIamPermissions": Method(TestIamPermissionsRequest, self._test),
        }

    def get(self, resource: str) -> Policy:
        self._require(resource)
        return self._policies.get(resource, Policy(etag=_ETAG_OF_NONE))

    def forget(self, resource: str) -> None:
        if self._policies.pop(resource, None) is not None:
            self._shelf.delete(_KEY + resource)

    def grant(self, grants: Iterable[Grant]) -> None:
        """Add what is missing to the resources that are here, and take nothing away."""
        for grant in grants:
            try:
                current = self.get(grant.resource)
            except Refused:
                continue  # it is somewhere else, or nowhere
            if grant.role not in self.roles_of({grant.member}, grant.resource):
                policy = Policy()
                policy.CopyFrom(current)
                policy.bindings.add(role=grant.role, members=[grant.member])
                self._keep(grant.resource, current.etag, policy)

    def roles_of(self, members: Collection[str], resource: str) -> Iterator[str]:
        """The roles that one of `members` has on the resource, whatever happens."""
        for binding in self._policies.get(resource, Policy()).bindings:
            if not binding.condition.expression and set(members) & set(binding.members):
                yield binding.role

    def _set(self, request: SetIamPolicyRequest) -> Policy:
        current = self.get(request.resource)
        if request.policy.etag not in {b"", current.etag}:
            raise Refused(grpc.StatusCode.ABORTED, _CONFLICT)
        policy = Policy()
        policy.CopyFrom(current)
        if request.HasField("update_mask"):
            request.update_mask.MergeMessage(
                request.policy, policy, replace_message_field=True, replace_repeated_field=True
            )
        else:
            policy.CopyFrom(request.policy)
        return self._keep(request.resource, current.etag, policy)

    def _keep(self, resource: str, etag: bytes, policy: Policy) -> Policy:
        """`etag` is that of the policy before."""
        policy.etag = _successor(etag, policy)
        self._policies[resource] = policy
        self._shelf.put(_KEY + resource, policy.SerializeToString())
        return policy

    def _test(self, request: TestIamPermissionsRequest) -> TestIamPermissionsResponse:
        """Grant whatever is asked: the caller on this machine owns everything."""
        self._require(request.resource)
        for permission in request.permissions:
            if "*" in permission:
                raise invalid(f"Permission {permission} is not valid: wildcards are not allowed.")
        return TestIamPermissionsResponse(permissions=request.permissions)


def _successor(etag: bytes, policy: Policy) -> bytes:
    """Return an etag that no earlier state of the policy had."""
    policy.ClearField("etag")
    return hashlib.sha256(etag + policy.SerializeToString(deterministic=True)).digest()[
        :_ETAG_BYTES
    ]
