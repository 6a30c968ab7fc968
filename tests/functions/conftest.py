"""The functions as the framework serves them, loaded once; what loading changes is undone."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator

import pytest

from tests.edge.asking import Wsgi, ask_wsgi
from tests.edge.issuer import Issuer, issuing
from tests.functions.deployed import environment_of, wsgi_of

Load = Callable[[str], Wsgi]


@pytest.fixture(autouse=True)
def our_loggers() -> Iterator[None]:
    ours = logging.getLogger("shared")
    before = list(ours.handlers), ours.level, ours.propagate
    yield
    ours.handlers[:] = before[0]
    ours.setLevel(before[1])
    ours.propagate = before[2]


@pytest.fixture(scope="session")
def issuer() -> Iterator[Issuer]:
    with issuing() as found:
        yield found


@pytest.fixture(scope="session")
def load(issuer: Issuer) -> Load:
    loaded: dict[str, Wsgi] = {}

    def once(name: str) -> Wsgi:
        if name not in loaded:
            with pytest.MonkeyPatch.context() as patch:
                for variable, value in environment_of(name).items():
                    patch.setenv(variable, value)
                patch.setenv("OIDC_ISSUER", issuer.url)
                patch.setenv("OIDC_KEYS_URL", f"{issuer.url}/certs")
                loaded[name] = wsgi_of(name)
                ask_wsgi(loaded[name], "GET", "/nowhere")  # the first request reads the settings
        return loaded[name]

    return once
