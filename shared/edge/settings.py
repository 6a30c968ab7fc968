"""A function's settings: a dataclass whose field names are its environment variables.

Read once, in the composition root, and nowhere else. No pydantic: the smallest function
must not load it.
"""

from __future__ import annotations

import dataclasses
import os
import re
from collections.abc import Mapping
from typing import TypeVar, get_type_hints

T = TypeVar("T")

# Or google-cloud-storage asks, in a thread of its own and for its traces alone, for each bucket's
# metadata, which no function may read: every instance would begin with a refusal.
os.environ.setdefault("DISABLE_GCS_PYTHON_CLIENT_OTEL_BUCKET_METADATA", "true")

_DECIMAL = re.compile(r"[0-9]{1,9}", re.ASCII)


class SettingsMissing(Exception):
    """The deployment does not set what the function needs."""


def read_settings(kind: type[T], environment: Mapping[str, str] = os.environ) -> T:
    """Fill the dataclass `kind`: field `audience` comes from `AUDIENCE`.

    `str` is taken as it is and must not be empty, `tuple[str, ...]` is split at commas, `int`
    is decimal. Fields with a default may be missing. Every fault is named in one error.
    """
    hints = get_type_hints(kind)
    values: dict[str, object] = {}
    faults = []
    for field in dataclasses.fields(kind):  # type: ignore[arg-type]  # T is a dataclass
        name = field.name.upper()
        text = environment.get(name, "").strip()
        if not text and field.default is dataclasses.MISSING:
            faults.append(name)
        elif text and hints[field.name] is int and not _DECIMAL.fullmatch(text):
            faults.append(f"{name} to a number")
        elif text:
            values[field.name] = _parse(text, hints[field.name])
    if faults:
        raise SettingsMissing(f"set {', '.join(faults)}")
    return kind(**values)


def _parse(text: str, hint: object) -> object:
    if hint is int:
        return int(text)
    if hint == tuple[str, ...]:
        return tuple(part.strip() for part in text.split(",") if part.strip())
    return text
