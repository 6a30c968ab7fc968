"""Labels of topics, subscriptions and snapshots, as all of Google Cloud restricts them."""

from __future__ import annotations

import re
from collections.abc import Mapping

from emulators.google_apis.refused import invalid

LABELS_MAX = 64
_KEY = re.compile(r"[\w-]{1,63}")
_VALUE = re.compile(r"[\w-]{0,63}")


def require_labels(labels: Mapping[str, str]) -> None:
    if len(labels) > LABELS_MAX:
        raise invalid(f"A resource has at most {LABELS_MAX} labels, not {len(labels)}.")
    for key, value in labels.items():
        if not _KEY.fullmatch(key) or key != key.lower() or not key[0].isalpha():
            raise invalid(f"Invalid label key: {key!r}.")
        if not _VALUE.fullmatch(value) or value != value.lower():
            raise invalid(f"Invalid value of the label {key!r}: {value!r}.")
