"""One issuer of tokens for all tests here: making its key takes a while."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from shared.edge.caller import Callers
from tests.edge.issuer import AUDIENCE, EMAIL, TASKS_EMAIL, Issuer, issuing


@pytest.fixture(scope="session")
def issuer() -> Iterator[Issuer]:
    with issuing() as found:
        yield found


@pytest.fixture(scope="session")
def callers(issuer: Issuer) -> Callers:
    return Callers(
        audience=AUDIENCE,
        emails=(EMAIL, TASKS_EMAIL),
        issuer=issuer.url,
        keys_url=f"{issuer.url}/certs",
    )
