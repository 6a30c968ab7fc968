"""Idempotency keys: the first result of a POST, kept and given again.

API v1 keeps it for 24 hours, whatever it was. API v2 keeps it for 30 days, also of a DELETE, and
lets a request that failed be tried again under its key.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass
from datetime import timedelta
from http import HTTPStatus

from emulators.clock.clock import Clock
from emulators.stripe.store import JsonObject, Store
from emulators.stripe.wire.errors import StripeError
from emulators.stripe.wire.form import Form

KEY_LENGTH_MAX = 255
KEPT = timedelta(hours=24)
KEPT_V2 = timedelta(days=30)
_KIND = "idempotency"


@dataclass(frozen=True, slots=True)
class Result:
    status: int
    body: str
    request_id: str


@dataclass(frozen=True, slots=True)
class Attempt:
    """One request under a key. `digest` tells whether another one says the same."""

    key: str
    path: str
    digest: str

    @classmethod
    def of(cls, key: str, path: str, form: Form) -> Attempt:
        content = json.dumps(form, sort_keys=True).encode()
        return cls(key, path, hashlib.sha256(content).hexdigest())

    @property
    def is_v2(self) -> bool:
        return self.path.startswith("/v2/")


class Idempotency:
    def __init__(self, clock: Clock, store: Store) -> None:
        self._clock = clock
        self._store = store
        self._in_use: set[str] = set()

    def begin(self, attempt: Attempt) -> Result | None:
        """The kept result, or None when the request is to be carried out (then `end` it)."""
        if len(attempt.key) > KEY_LENGTH_MAX:
            message = f"Idempotency keys can have up to {KEY_LENGTH_MAX} characters."
            raise StripeError(400, "invalid_request_error", message)
        if attempt.key in self._in_use:
            raise _in_use(attempt.key)
        kept = self._kept(attempt.key)
        if kept is None:
            self._in_use.add(attempt.key)
            return None
        if kept["path"] != attempt.path:
            raise _other_endpoint(attempt, kept["path"])
        if kept["digest"] != attempt.digest:
            raise _other_parameters(attempt)
        return Result(**kept["result"])

    def end(self, attempt: Attempt, result: Result | None) -> None:
        """Keep `result`; None if the request never began executing, so that it may be retried."""
        self._in_use.discard(attempt.key)
        if result is None or (attempt.is_v2 and result.status >= HTTPStatus.BAD_REQUEST):
            return
        period = KEPT_V2 if attempt.is_v2 else KEPT
        kept = {
            "path": attempt.path,
            "digest": attempt.digest,
            "result": asdict(result),
            "kept_until": (self._clock.now() + period).timestamp(),
        }
        self._store.put(_KIND, attempt.key, kept)

    def _kept(self, key: str) -> JsonObject | None:
        """What is too old is as good as forgotten: see `retention`."""
        kept = self._store.find(_KIND, key)
        if kept is None or kept["kept_until"] <= self._clock.now().timestamp():
            return None
        return kept


def _in_use(key: str) -> StripeError:
    return StripeError(
        409,
        "idempotency_error",
        f"There is currently another in-progress request using this Idempotent Key: {key}."
        " Please try again later.",
        "idempotency_key_in_use",
    )


def _other_parameters(attempt: Attempt) -> StripeError:
    return _mismatch(attempt, "with the same parameters they were first used with.")


def _other_endpoint(attempt: Attempt, first_path: str) -> StripeError:
    both = f"('{attempt.path}' vs '{first_path}')"
    return _mismatch(attempt, f"for the same endpoint they were first used for {both}.")


def _mismatch(attempt: Attempt, only: str) -> StripeError:
    return StripeError(
        400,
        "idempotency_error",
        f"Keys for idempotent requests can only be used {only} Try using a key other than"
        f" '{attempt.key}' if you meant to execute a different request.",
    )
