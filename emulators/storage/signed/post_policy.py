"""Policies of form uploads: what the signer lets a browser send."""

from __future__ import annotations

import base64
import binascii
import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from emulators.storage.instants import read_instant
from emulators.storage.refusals import Refused
from emulators.storage.signed.keys import AccountKeys
from emulators.storage.signed.refusals import malformed, mismatch
from emulators.storage.signed.v4 import ALGORITHM, Credential
from emulators.storage.xml.answers import XmlRefused

_UNCHECKED = frozenset({"policy", "signature", "x-goog-signature", "file", "googleaccessid"})
_LENGTH = "content-length-range"
_RANGE_PARTS = 3


def check_form(
    fields: Mapping[str, str], size: int, bucket: str, keys: AccountKeys, now: datetime
) -> None:
    """Raise what the XML API answers to a form that its policy does not allow.

    `fields` have lower-case names. A form without a policy is anybody's.
    """
    written = fields.get("policy")
    if written is None:
        return
    _check_signature(fields, written, keys)
    policy = _read(written)
    try:
        ends_at = read_instant(policy.get("expiration"), "expiration")
    except Refused as refused:
        raise _invalid_policy(refused.message) from refused
    if ends_at < now:
        raise XmlRefused(400, "InvalidPolicyDocument", "The policy has expired.")
    conditions = policy.get("conditions") or []
    for condition in conditions:
        _check(condition, {**fields, "bucket": bucket}, size)
    _check_nothing_else(fields, conditions)


def _check_signature(fields: Mapping[str, str], written: str, keys: AccountKeys) -> None:
    if "x-goog-signature" in fields:
        if fields.get("x-goog-algorithm") != ALGORITHM:
            raise malformed("x-goog-algorithm", f"Only {ALGORITHM} is supported.")
        date = fields.get("x-goog-date", "")
        email = Credential.read(fields.get("x-goog-credential", ""), date).email
        encoded, decode = fields["x-goog-signature"], bytes.fromhex
    else:
        email, encoded = fields.get("googleaccessid", ""), fields.get("signature", "")
        decode = base64.b64decode
    try:
        signature = decode(encoded)
    except ValueError as error:
        raise malformed("signature", "The signature cannot be decoded.") from error
    if not keys.verifies(email, written.encode(), signature):
        raise mismatch(written)


def _read(written: str) -> dict[str, Any]:
    try:
        policy = json.loads(base64.b64decode(written))
    except (binascii.Error, ValueError) as error:
        raise _invalid_policy("The policy is not JSON in base64.") from error
    if not isinstance(policy, dict):
        raise _invalid_policy("The policy is not a JSON object.")
    return policy


def _check(condition: Any, fields: Mapping[str, str], size: int) -> None:
    if isinstance(condition, dict):
        for name, value in condition.items():
            _check_equal(name.lower(), str(value), fields)
        return
    if isinstance(condition, list) and len(condition) == _RANGE_PARTS:
        kind, first, second = condition
        if kind == _LENGTH:
            _check_length(int(first), int(second), size)
            return
        name = str(first).removeprefix("$").lower()
        if kind == "eq":
            _check_equal(name, str(second), fields)
            return
        if kind == "starts-with":
            if not fields.get(name, "").startswith(str(second)):
                raise _violated(f"{name} does not start with '{second}'.")
            return
    raise _invalid_policy(f"Invalid condition: {json.dumps(condition)}")


def _check_equal(name: str, value: str, fields: Mapping[str, str]) -> None:
    if fields.get(name) != value:
        raise _violated(f"{name} is not '{value}'.")


def _check_length(smallest: int, largest: int, size: int) -> None:
    if size < smallest:
        raise XmlRefused(400, "EntityTooSmall", f"The file is smaller than {smallest} bytes.")
    if size > largest:
        raise XmlRefused(400, "EntityTooLarge", f"The file is larger than {largest} bytes.")


def _check_nothing_else(fields: Mapping[str, str], conditions: list[Any]) -> None:
    named = {
        str(name).removeprefix("$").lower()
        for condition in conditions
        for name in (condition if isinstance(condition, dict) else condition[1:2])
    }
    for name in fields.keys() - named - _UNCHECKED:
        if not name.startswith("x-ignore-"):
            raise _violated(f"The policy does not mention {name}.")


def _violated(details: str) -> XmlRefused:
    return XmlRefused(403, "AccessDenied", f"Policy did not reference or allow: {details}")


def _invalid_policy(details: str) -> XmlRefused:
    return XmlRefused(400, "InvalidPolicyDocument", details)
