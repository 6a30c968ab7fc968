"""Names of the files that a Cloud Storage subscription writes."""

from __future__ import annotations

import random
import re
import uuid
from datetime import datetime
from typing import Any

from emulators.google_apis.refused import invalid

DATETIME_FORMAT_DEFAULT = "YYYY-MM-DDThh:mm:ss+00:00"
_MATCHERS = {
    "YYYY": "%Y",
    "YY": "%y",
    "MM": "%m",
    "DD": "%d",
    "hh": "%H",
    "mm": "%M",
    "ss": "%S",
    "T": "T",
    "+00:00": "+00:00",
    "Z": "Z",
}
_SEPARATORS = "-_:/"
_PART = re.compile("|".join((*map(re.escape, _MATCHERS), f"[{_SEPARATORS}]")))
_REQUIRED = ({"YYYY", "YY"}, {"MM"}, {"DD"}, {"hh"}, {"mm"}, {"ss"})


def require_datetime_format(text: str) -> None:
    """Refuse a format that lacks a part of the date or time, or has one twice."""
    parts = _PART.findall(text)
    matchers = [part for part in parts if part in _MATCHERS]
    each_once = len(set(matchers)) == len(matchers)
    complete = all(len(names & set(matchers)) == 1 for names in _REQUIRED)
    one_zone = not {"Z", "+00:00"} <= set(matchers)
    if "".join(parts) != text or not each_once or not complete or not one_zone:
        raise invalid(f"Invalid filename_datetime_format: {text!r}.")


def file_name(config: Any, created_at: datetime, dice: random.Random) -> str:
    """Return prefix, date and time, a unique part and suffix of a `CloudStorageConfig`'s file."""
    pattern = config.filename_datetime_format or DATETIME_FORMAT_DEFAULT
    parts = _PART.findall(pattern)
    instant = "".join(created_at.strftime(_MATCHERS.get(part, part)) for part in parts)
    separator = "" if parts[-1] in _SEPARATORS else "_"
    unique = uuid.UUID(int=dice.getrandbits(128), version=4)
    return f"{config.filename_prefix}{instant}{separator}{unique}{config.filename_suffix}"
