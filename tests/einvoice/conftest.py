"""One process of validators for all tests of this folder."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.einvoice.validators import HOW, Validators, python, running


@pytest.fixture(scope="session")
def validators() -> Iterator[Validators]:
    interpreter = python()
    if interpreter is None:
        pytest.skip(HOW)
    with running(interpreter) as validators:
        yield validators
