"""What Firestore takes as a single value: ranges and precision."""

from __future__ import annotations

from collections.abc import Callable

from emulators.firestore.wire import Value
from emulators.google_apis.refused import invalid

_NANOS_PER_MICRO = 1000
_YEAR_1_TO_9999 = range(-62_135_596_800, 253_402_300_800)
_LATITUDE_MAX, _LONGITUDE_MAX = 90.0, 180.0

TAKEN_AS_THEY_ARE = frozenset(
    {
        "null_value",
        "boolean_value",
        "integer_value",
        "double_value",
        "string_value",
        "bytes_value",
    }
)


def accept_scalar(kind: str | None, value: Value) -> None:
    """`kind` is the field of the value that is set, and none of `TAKEN_AS_THEY_ARE`."""
    if kind not in _ACCEPT:
        raise invalid(f"Cannot convert firestore.v1.Value with type {kind or 'unset'}.")
    _ACCEPT[kind](value)


def _timestamp(value: Value) -> None:
    timestamp = value.timestamp_value
    if timestamp.seconds not in _YEAR_1_TO_9999:
        raise invalid("Timestamp seconds exceeds limit for field.")
    timestamp.nanos -= timestamp.nanos % _NANOS_PER_MICRO


def _reference(value: Value) -> None:
    if not value.reference_value.startswith("projects/"):
        raise invalid(f'Resource name "{value.reference_value}" lacks "projects" at index 0.')


def _geo_point(value: Value) -> None:
    point = value.geo_point_value
    _check_degrees("latitude", point.latitude, _LATITUDE_MAX)
    _check_degrees("longitude", point.longitude, _LONGITUDE_MAX)


def _check_degrees(what: str, degrees: float, degrees_max: float) -> None:
    if not -degrees_max <= degrees <= degrees_max:
        raise invalid(
            f"Geo point {what} '{degrees}' outside permitted range {-degrees_max} to {degrees_max}."
        )


_ACCEPT: dict[str | None, Callable[[Value], None]] = {
    "timestamp_value": _timestamp,
    "reference_value": _reference,
    "geo_point_value": _geo_point,
}
