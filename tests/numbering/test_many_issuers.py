"""Two hundred at once on the local Firestore, two on Google's own: exactly 1, 2, 3 … n."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime, timedelta

import pytest
from google.cloud import firestore

from emulators.google.installed import firestore_command
from shared.adapters.firestore import database as adapter
from shared.adapters.firestore.database import FirestoreDatabase
from tests.emulators.firestore.clients import connected
from tests.emulators.google_emulator import running as running_google
from tests.numbering.issuers import Fight, fight
from tests.numbering.local_cloud import LocalCloud, running_cloud
from tests.numbering.outcome import (
    Numbers,
    assert_all_is_told,
    assert_chronological,
    assert_the_head_agrees,
    let_wait,
    numbers_in,
)

ISSUERS = 200
WAITING = 120  # six commits at the least, and each attempt at one costs 200 tries
MIDNIGHT = datetime(2026, 12, 31, 23, 0, tzinfo=UTC)  # where the seller is
UNSETTLED = (
    {"kind": "drop_after", "method": "Commit", "probability": 0.08, "seed": 1},
    {"kind": "drop_before", "method": "Commit", "probability": 0.04, "seed": 2},
    {"kind": "error", "code": "ABORTED", "method": "Commit", "probability": 0.04, "seed": 3},
    {"kind": "error", "code": "UNAVAILABLE", "method": "RunQuery", "probability": 0.02, "seed": 4},
)
"""The reply is lost, the request is lost, or Firestore says no."""

pytestmark = [pytest.mark.slow, pytest.mark.timeout(300)]


def old_year(_: int) -> datetime:
    return MIDNIGHT - timedelta(seconds=1)


def some_year(issuer: int) -> datetime:
    """Clocks differ by a little, and midnight lies between them."""
    return MIDNIGHT + timedelta(seconds=issuer % 4 - 2)


def new_year(_: int) -> datetime:
    return MIDNIGHT + timedelta(hours=8)


@pytest.fixture(autouse=True)
def patience(monkeypatch: pytest.MonkeyPatch) -> None:
    """Two hundred threads make any machine slow: that is not what shall fail here."""
    monkeypatch.setattr(adapter, "TIMEOUT_SECONDS", 60)


@pytest.fixture(scope="module")
def cloud() -> Iterator[LocalCloud]:
    with running_cloud() as cloud:
        yield cloud


@contextmanager
def unsettled(cloud: LocalCloud) -> Iterator[None]:
    cloud.set_faults(*UNSETTLED)
    yield
    cloud.set_faults()


@contextmanager
def issuers(address: str, count: int, project: str) -> Iterator[list[firestore.Client]]:
    """A client for each, as each process has one."""
    with ExitStack() as stack:
        yield [stack.enter_context(connected(address, project)) for _ in range(count)]


def assert_exact(
    client: firestore.Client, series: Sequence[str], each: int, *fights: Fight
) -> Numbers:
    database = FirestoreDatabase(client)
    numbers = numbers_in(database)
    assert numbers.keys() == set(series)
    for name in series:
        years = numbers[name]
        assert sum(map(len, years.values())) == each
        for year in years.values():
            assert year == list(range(1, len(year) + 1))
        assert_the_head_agrees(database, name, numbers)
    assert_chronological(database)
    assert_all_is_told(database, *(found.topic for found in fights))
    return numbers


def test_two_hundred_issuers_that_die_at_random_leave_no_gap_and_no_double(
    cloud: LocalCloud,
) -> None:
    with issuers(cloud.firestore, ISSUERS, "one-series") as clients:
        let_wait(FirestoreDatabase(clients[0]), ["INV"], range(WAITING))
        with unsettled(cloud):
            found = fight(clients, ["INV"], lambda _: datetime.now(UTC), seed=1)

        assert {"before", "after"} <= set(found.deaths)
        assert_exact(clients[0], ["INV"], WAITING, found)


def test_two_series_pass_the_turn_of_the_year_under_two_hundred_issuers(
    cloud: LocalCloud,
) -> None:
    series = ["CN", "INV"]
    with issuers(cloud.firestore, ISSUERS, "two-series") as clients:
        database = FirestoreDatabase(clients[0])
        let_wait(database, series, range(40))
        before = fight(clients[:2], series, old_year, seed=2)
        let_wait(database, series, range(40, 120))
        with unsettled(cloud):
            night = fight(clients, series, some_year, seed=3)
        let_wait(database, series, range(120, 121))
        after = fight(clients[:2], series, new_year, seed=4)

        numbers = assert_exact(clients[0], series, 121, before, night, after)
        assert {tuple(years) for years in numbers.values()} == {(2026, 2027)}


@pytest.mark.official
def test_two_issuers_on_googles_own_emulator() -> None:
    """More than two would measure its lock timeouts: it gives up where writers meet."""
    with (
        running_google(firestore_command) as address,
        issuers(address, 2, "official") as clients,
    ):
        let_wait(FirestoreDatabase(clients[0]), ["INV"], range(WAITING))
        found = fight(clients, ["INV"], some_year, seed=5)

        assert_exact(clients[0], ["INV"], WAITING, found)
