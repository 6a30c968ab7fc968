"""The types of single parameters: each reads the raw form value or raises Stripe's complaint."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from urllib.parse import urlsplit

from emulators.stripe.wire import errors
from emulators.stripe.wire.form import Form

Raw = str | Form


def _string(raw: Raw, at: str) -> str:
    if isinstance(raw, str):
        return raw
    raise errors.invalid(f"Invalid string: {at} is a hash", at)


@dataclass(frozen=True, slots=True)
class Text:
    length_max: int = 5000
    choices: tuple[str, ...] = ()
    clearable: bool = False
    """An empty value unsets the field: it reads as None."""

    def read(self, raw: Raw, at: str) -> str | None:
        value = _string(raw, at)
        if not value:
            if self.clearable:
                return None
            raise _empty(at)
        if len(value) > self.length_max:
            raise errors.invalid(
                f"Invalid string: must be at most {self.length_max} characters", at
            )
        if self.choices and value not in self.choices:
            raise errors.invalid(f"Invalid {at}: must be one of {', '.join(self.choices)}", at)
        return value


@dataclass(frozen=True, slots=True)
class Pattern:
    """Text that must look a certain way, with Stripe's complaint when it does not."""

    form: re.Pattern[str]
    complaint: str
    code: str | None = None
    clearable: bool = False

    def read(self, raw: Raw, at: str) -> str | None:
        value = Text(clearable=self.clearable).read(raw, at)
        if value is not None and not self.form.fullmatch(value):
            raise errors.invalid(self.complaint.format(value), at, self.code)
        return value


EMAIL = Pattern(
    re.compile(r"[^@\s]+@[^@\s.]+(?:\.[^@\s.]+)+"), "Invalid email address: {}", "email_invalid"
)


@dataclass(frozen=True, slots=True)
class Url:
    def read(self, raw: Raw, at: str) -> str:
        value = Text().read(raw, at)
        parts = urlsplit(value or "")
        if parts.scheme not in {"http", "https"}:
            raise errors.invalid(
                "Invalid URL: An explicit scheme (such as https) must be provided.",
                at,
                "url_invalid",
            )
        if not parts.hostname:
            raise errors.invalid("Not a valid URL", at, "url_invalid")
        return value or ""


@dataclass(frozen=True, slots=True)
class Whole:
    minimum: int | None = None
    maximum: int | None = None

    def read(self, raw: Raw, at: str) -> int:
        value = _string(raw, at)
        if not re.fullmatch(r"-?[0-9]{1,18}", value):
            raise errors.invalid(f"Invalid integer: {value}", at, "parameter_invalid_integer")
        number = int(value)
        if self.minimum is not None and number < self.minimum:
            raise _bound("greater than or equal to", self.minimum, at)
        if self.maximum is not None and number > self.maximum:
            raise _bound("less than or equal to", self.maximum, at)
        return number


@dataclass(frozen=True, slots=True)
class Exact:
    """A decimal amount of at least zero, with at most twelve decimals."""

    def read(self, raw: Raw, at: str) -> Decimal:
        value = _string(raw, at)
        try:
            number = Decimal(value)
        except InvalidOperation:
            number = Decimal("NaN")
        if not number.is_finite() or number < 0:
            raise errors.invalid(f"Invalid decimal: {value}", at)
        if not re.fullmatch(r"[0-9]+(?:\.[0-9]{1,12})?", value):
            raise errors.invalid("Invalid decimal: at most 12 decimal places", at)
        return number


@dataclass(frozen=True, slots=True)
class Flag:
    def read(self, raw: Raw, at: str) -> bool:
        value = _string(raw, at)
        if value not in {"true", "false"}:
            raise errors.invalid(f"Invalid boolean: {value}", at)
        return value == "true"


def _empty(at: str) -> errors.StripeError:
    return errors.invalid(
        f"You passed an empty string for '{at}'. We assume empty values are an attempt to unset"
        f" a parameter; however '{at}' cannot be unset. You should remove '{at}' from your"
        " request or supply a non-empty value.",
        at,
        "parameter_invalid_empty",
    )


def _bound(relation: str, limit: int, at: str) -> errors.StripeError:
    message = f"This value must be {relation} {limit}."
    return errors.invalid(message, at, "parameter_invalid_integer")
