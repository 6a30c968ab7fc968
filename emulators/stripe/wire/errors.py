"""Errors in Stripe's shape. Raise a `StripeError`; the API turns it into the answer."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from emulators.stripe.store import JsonObject


@dataclass(eq=False)
class StripeError(Exception):
    status: int
    type: str
    message: str
    code: str | None = None
    param: str | None = None
    details: JsonObject = field(default_factory=dict)
    headers: Mapping[str, str] = field(default_factory=dict)

    def body(self) -> JsonObject:
        named = {"code": self.code, "param": self.param}
        error = {name: value for name, value in named.items() if value is not None}
        return {"error": {**error, "message": self.message, "type": self.type, **self.details}}


def invalid(message: str, param: str | None = None, code: str | None = None) -> StripeError:
    return StripeError(400, "invalid_request_error", message, code, param)


def missing(param: str) -> StripeError:
    return invalid(f"Missing required param: {param}.", param, "parameter_missing")


def unknown(params: Iterable[str]) -> StripeError:
    names = list(params)
    noun = "parameter" if len(names) == 1 else "parameters"
    return invalid(f"Received unknown {noun}: {', '.join(names)}", names[0], "parameter_unknown")


def exclusive(*params: str) -> StripeError:
    names = ", ".join(params)
    message = f"You may only specify one of these parameters: {names}."
    return invalid(message, params[0], "parameters_exclusive")


def not_simulated(what: str, param: str | None = None) -> StripeError:
    """Stripe knows it, the twin does not: better refused than quietly ignored."""
    message = f"The Stripe twin does not simulate {what} yet."
    return invalid(message, param, "twin_not_simulated")


def no_such(kind: str, key: str, param: str, status: int) -> StripeError:
    """404 for an id in the path, 400 for an id in a parameter."""
    message = f"No such {kind}: '{key}'"
    return StripeError(status, "invalid_request_error", message, "resource_missing", param)


def not_found_v2(kind: str, key: str) -> StripeError:
    """API v2 has a code of its own for an id in the path that nobody has."""
    message = f"Could not find {kind} with id '{key}'."
    return StripeError(404, "invalid_request_error", message, "not_found")


def wrong_state(message: str, intent: JsonObject, param: str | None = None) -> StripeError:
    return StripeError(
        400,
        "invalid_request_error",
        message,
        "payment_intent_unexpected_state",
        param,
        details={"payment_intent": intent},
    )


def unrecognized_url(method: str, path: str) -> StripeError:
    return StripeError(
        404, "invalid_request_error", f"Unrecognized request URL ({method}: {path})."
    )


def internal() -> StripeError:
    return StripeError(500, "api_error", "An unknown error occurred.")


def rate_limited(reason: str = "global-rate") -> StripeError:
    """`reason`: which limit it was, as `Stripe-Rate-Limited-Reason` says it."""
    message = "Request rate limit exceeded."
    headers = {"Stripe-Rate-Limited-Reason": reason}
    return StripeError(429, "invalid_request_error", message, "rate_limit", headers=headers)
