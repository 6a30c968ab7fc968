"""The fields that Stripe's objects have: `python -m tests.emulators.stripe.known_fields`.

Writes `known_fields.json` from two sources: the annotations of the installed SDK, and Stripe's
published example objects, whose file `KVITTO_STRIPE_EXAMPLES` names. The examples themselves are
Stripe's and stay where they are; the names of fields are all that is kept, so that the twin is
held against both sources where the examples are not at hand.
"""

from __future__ import annotations

import json
import re
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import stripe

from tests.emulators.stripe import object_types
from tests.emulators.stripe.annotations import fields

FILE = Path(__file__).with_name("known_fields.json")
_OPEN = {"metadata"}
"""What is in there has no names of Stripe's."""


def known() -> dict[str, Any]:
    read: dict[str, Any] = json.loads(FILE.read_text("utf-8"))
    return read


def of_the_sdk() -> dict[str, list[str]]:
    """Type -> the fields of its class, for every type that the twin serves."""
    served = set(object_types.classes()) - set(object_types.not_served())
    return {kind: sorted(fields(object_types.classes()[kind])) for kind in sorted(served)}


def of_the_examples() -> dict[str, list[str]]:
    """Type -> the fields of its published example, `a.b` for a field within a field."""
    served = of_the_sdk()
    examples = object_types.examples()
    return {kind: sorted(paths(examples[kind])) for kind in served if kind in examples}


def paths(value: dict[str, Any], within: str = "") -> set[str]:
    """The names of all fields, but not of the fields of an object with an id of its own."""
    found = set()
    for name, held in value.items():
        full = f"{within}{name}"
        found.add(full)
        if isinstance(held, dict) and "object" not in held and name not in _OPEN:
            found |= paths(held, f"{full}.")
    return found


def main() -> None:
    if object_types.EXAMPLES is None:
        sys.exit("KVITTO_STRIPE_EXAMPLES names no published examples")
    content = {
        "api_version": stripe.api_version,
        "made_on": datetime.now(UTC).date().isoformat(),
        "sdk": of_the_sdk(),
        "examples": of_the_examples(),
    }
    FILE.write_text(_one_type_a_line(content), "utf-8")


def lacking(kind: str, had: set[str]) -> set[str]:
    """What Stripe's example of a type has and `had`, the paths of all of ours, has not.

    Only what the SDK knows, for some examples are older; and of a field within a field only
    where one of ours has something in the outer one.
    """
    of_its_class = set(known()["sdk"][kind])
    missing = set(known()["examples"].get(kind, ())) - had
    filled = {path.rpartition(".")[0] for path in had}
    return {
        path
        for path in missing
        if path.partition(".")[0] in of_its_class and path.rpartition(".")[0] in {"", *filled}
    }


def _one_type_a_line(content: dict[str, Any]) -> str:
    """Compact, and still readable in a comparison of two versions."""
    text = json.dumps(content, indent=2)
    return re.sub(r"\[[^\[\]]*\]", lambda names: json.dumps(json.loads(names[0])), text) + "\n"


if __name__ == "__main__":
    main()
