from __future__ import annotations

import pytest

from tests.emulators.likeness.observed import PROBES, answers, googles, ours, recorded
from tests.emulators.likeness.readme import README, expected


@pytest.mark.parametrize("service", PROBES)
def test_ours_does_what_production_documents(service: str) -> None:
    with ours(service) as client:
        found = answers(service, client)
    assert found == {probe.what: probe.production for probe in PROBES[service]}


@pytest.mark.official
@pytest.mark.parametrize("service", PROBES)
def test_googles_emulator_still_does_what_is_recorded(service: str) -> None:
    with googles(service) as client:
        assert answers(service, client) == recorded()[service]


def test_the_readme_shows_what_is_recorded() -> None:
    assert README.read_text(encoding="utf-8") == expected()
