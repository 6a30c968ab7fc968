"""The types of parameters that hold others, and of those that are turned away."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from emulators.stripe.wire import errors
from emulators.stripe.wire.values import Raw


class Kind(Protocol):
    def read(self, raw: Raw, at: str) -> Any:
        """The value of `raw`, the parameter named `at`, such as `line_items[0][price]`."""


@dataclass(frozen=True, slots=True)
class Each:
    """A list of one kind."""

    of: Kind
    length_max: int = 100

    def read(self, raw: Raw, at: str) -> list[Any]:
        if raw == "":
            return []
        if isinstance(raw, str) or any(not key.isdigit() for key in raw):
            raise errors.invalid("Invalid array", at)
        if len(raw) > self.length_max:
            raise errors.invalid(f"Array {at} exceeded maximum {self.length_max} elements.", at)
        in_order = sorted(raw.items(), key=lambda item: int(item[0]))
        return [self.of.read(value, f"{at}[{key}]") for key, value in in_order]


@dataclass(frozen=True, slots=True)
class Fields:
    """A hash with known names. At the top, `at` is empty."""

    kinds: Mapping[str, Kind]
    required: tuple[str, ...] = ()
    clearable: bool = False

    def read(self, raw: Raw, at: str) -> dict[str, Any] | None:
        if isinstance(raw, str):
            if raw == "" and self.clearable:
                return None
            raise errors.invalid("Invalid object", at)
        strangers = [self._name(at, key) for key in raw if key not in self.kinds]
        if strangers:
            raise errors.unknown(strangers)
        for name in self.required:
            if name not in raw:
                raise errors.missing(self._name(at, name))
        return {key: self.kinds[key].read(raw[key], self._name(at, key)) for key in raw}

    @staticmethod
    def _name(at: str, key: str) -> str:
        return f"{at}[{key}]" if at else key


@dataclass(frozen=True, slots=True)
class Refused:
    """A parameter that this API version turns away."""

    message: str
    code: str

    def read(self, raw: Raw, at: str) -> None:  # noqa: ARG002 - whatever the value is
        raise errors.invalid(self.message, at, self.code)


@dataclass(frozen=True, slots=True)
class NotSimulated:
    """A parameter that Stripe knows and the twin does not."""

    def read(self, raw: Raw, at: str) -> None:  # noqa: ARG002 - whatever the value is
        raise errors.not_simulated(f"`{at}`", at)


@dataclass(frozen=True, slots=True)
class Partly:
    """A parameter of which the twin simulates some values; the others it refuses."""

    of: Kind
    simulated: tuple[Any, ...]

    def read(self, raw: Raw, at: str) -> Any:
        value = self.of.read(raw, at)
        if value not in self.simulated:
            raise errors.not_simulated(f"`{at}={raw}`", at)
        return value


def not_simulated(*names: str) -> dict[str, Kind]:
    return dict.fromkeys(names, NotSimulated())
