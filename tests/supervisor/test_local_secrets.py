from __future__ import annotations

import stat
from pathlib import Path

from emulators.supervisor.local_secrets import local_secrets
from emulators.supervisor.stripe_keys import StripeKeys
from emulators.topology import Topology

TOPOLOGY = Topology.load()


def test_every_secret_of_the_topology_has_a_value(tmp_path: Path) -> None:
    secrets = local_secrets(tmp_path / "secrets.json", TOPOLOGY, None)

    for function in TOPOLOGY.functions:
        for variable in function.secret_environment:
            assert len(secrets[variable.secret]) >= 32


def test_they_stay_the_same_for_as_long_as_the_state(tmp_path: Path) -> None:
    path = tmp_path / "secrets.json"

    assert local_secrets(path, TOPOLOGY, None) == local_secrets(path, TOPOLOGY, None)


def test_no_two_states_share_one(tmp_path: Path) -> None:
    one = local_secrets(tmp_path / "one.json", TOPOLOGY, None)
    other = local_secrets(tmp_path / "other.json", TOPOLOGY, None)

    assert not set(one.values()) & set(other.values())


def test_they_are_for_the_owner_s_eyes(tmp_path: Path) -> None:
    path = tmp_path / "secrets.json"
    local_secrets(path, TOPOLOGY, None)

    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_the_developer_s_own_stripe_keys_are_used_and_never_written_down(tmp_path: Path) -> None:
    path = tmp_path / "secrets.json"
    own = StripeKeys("sk_test_own", "whsec_own")

    secrets = local_secrets(path, TOPOLOGY, own)

    assert secrets["stripe-api-key"] == "sk_test_own"
    assert secrets["stripe-webhook-secrets"] == "whsec_own"
    assert "own" not in path.read_text()
