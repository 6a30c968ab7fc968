from __future__ import annotations

import importlib.util
import sys
from pathlib import Path
from types import ModuleType

import pytest

from emulators.supervisor.environment import ROOT, bare_environment, function_environment
from emulators.supervisor.local_secrets import local_secrets
from emulators.supervisor.ports import Ports
from emulators.topology import Topology
from shared.edge.settings import read_settings
from shared.events.stripe import SUBSCRIBED_TYPES

TOPOLOGY = Topology.load()
NAMES = [function.name for function in TOPOLOGY.functions]
PORTS = Ports.above(8700, NAMES)


def environment_of(name: str, folder: Path, *, twin: bool = True) -> dict[str, str]:
    secrets = local_secrets(folder / "secrets.json", TOPOLOGY, None)
    return function_environment(TOPOLOGY.function(name), TOPOLOGY, PORTS, secrets, twin=twin)


def main_of(name: str) -> ModuleType:
    path = ROOT / "functions" / TOPOLOGY.function(name).entry_point / "main.py"
    spec = importlib.util.spec_from_file_location(f"main_of_{path.parent.name}", path)
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize("name", NAMES)
def test_a_function_finds_every_setting_it_needs(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    module = main_of(name)
    # The types of a dataclass are looked up in its module.
    monkeypatch.setitem(sys.modules, module.__name__, module)

    settings = read_settings(module.Settings, environment_of(name, tmp_path))

    assert settings.google_cloud_project == TOPOLOGY.project


@pytest.mark.parametrize("name", NAMES)
def test_a_browser_is_never_sent_to_an_address_that_is_not_on_this_machine(
    name: str, tmp_path: Path
) -> None:
    values = environment_of(name, tmp_path).values()

    assert not [value for value in values if "shop.example" in value]


def test_what_the_topology_says_is_given_as_it_is(tmp_path: Path) -> None:
    environment = environment_of("payment-processor", tmp_path)
    deployed = TOPOLOGY.function("payment-processor").environment

    assert deployed.items() <= environment.items()
    assert environment["THREADS"] == "8"


def test_the_checkout_is_told_its_address_on_this_machine(tmp_path: Path) -> None:
    environment = environment_of("checkout", tmp_path)

    assert environment["PUBLIC_URL"] == f"http://127.0.0.1:{PORTS.functions['checkout']}"
    assert environment["RETURN_URLS"] == '{"shop":"http://127.0.0.1:8700"}'


def test_without_the_twin_stripe_is_stripe_itself(tmp_path: Path) -> None:
    assert environment_of("checkout", tmp_path)["STRIPE_API_BASE"] == "http://127.0.0.1:8701"
    assert "STRIPE_API_BASE" not in environment_of("checkout", tmp_path, twin=False)


def test_nothing_of_the_developer_s_own_cloud_leaks_in(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("AWS_SECRET_ACCESS_KEY", "GOOGLE_APPLICATION_CREDENTIALS", "STRIPE_API_KEY"):
        monkeypatch.setenv(name, "the developer's own")

    environment = bare_environment(tmp_path / "home")

    assert "the developer's own" not in environment.values()
    assert environment["HOME"] == str(tmp_path / "home")


def test_the_webhook_endpoint_is_subscribed_to_what_the_processor_understands() -> None:
    assert TOPOLOGY.stripe_events == SUBSCRIBED_TYPES
