"""`python -m tests.emulators.likeness`: ask Google's emulators anew, rewrite the README."""

from __future__ import annotations

import json

from tests.emulators.likeness.observed import PROBES, RECORD, answers, googles
from tests.emulators.likeness.readme import rewritten


def main() -> None:
    found = {}
    for service in PROBES:
        with googles(service) as client:
            found[service] = answers(service, client)
    RECORD.write_text(json.dumps(found, indent=2) + "\n", encoding="utf-8")
    rewritten()


if __name__ == "__main__":
    main()
