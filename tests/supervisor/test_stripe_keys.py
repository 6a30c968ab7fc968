from __future__ import annotations

import pytest

from emulators.supervisor.cannot_start import CannotStart
from emulators.supervisor.stripe_keys import StripeKeys, read_stripe_keys

KEY, SECRET = "STRIPE_API_KEY", "STRIPE_WEBHOOK_SECRET"


@pytest.mark.parametrize("key", ["sk_live_x", "rk_live_x"])
def test_a_live_key_is_refused(key: str) -> None:
    with pytest.raises(CannotStart, match="is a live key") as refusal:
        read_stripe_keys({KEY: key, SECRET: "whsec_x"})

    assert refusal.value.exit_code == 2
    assert key not in str(refusal.value)


def test_a_publishable_key_is_refused() -> None:
    with pytest.raises(CannotStart, match="not a secret test key"):
        read_stripe_keys({KEY: "pk_test_x", SECRET: "whsec_x"})


@pytest.mark.parametrize(
    ("given", "missing"),
    [({KEY: "sk_test_x"}, f"{SECRET} is not"), ({SECRET: "whsec_x"}, f"{KEY} is not")],
)
def test_one_of_the_two_alone_is_refused(given: dict[str, str], missing: str) -> None:
    with pytest.raises(CannotStart, match=missing):
        read_stripe_keys(given)


def test_neither_means_the_twin() -> None:
    assert read_stripe_keys({KEY: "", "PATH": "/bin"}) is None


def test_both_mean_the_developer_s_own_test_account() -> None:
    keys = read_stripe_keys({KEY: "rk_test_x", SECRET: "whsec_x"})

    assert keys == StripeKeys("rk_test_x", "whsec_x")
