"""What a secret's value may look like."""

from __future__ import annotations

import pytest

from shared.cli.doctor.secret_values import flaws


@pytest.mark.parametrize(
    ("key", "text", "is_live", "found"),
    [
        ("STRIPE_API_KEY", "rk_live_0123456789abcdef", True, []),
        ("STRIPE_API_KEY", "sk_live_0123456789abcdef", False, ["stripe-mode"]),
        ("STRIPE_API_KEY", "sk_test_0123456789abcdef", True, ["stripe-mode"]),
        ("STRIPE_API_KEY", "pk_test_0123456789abcdef", False, ["secret-shape"]),
        ("STRIPE_API_KEY", " sk_test_0123456789abcdef", False, ["secret-whitespace"]),
        ("STRIPE_WEBHOOK_SECRETS", "whsec_0123456789,whsec_abcdefghij", False, []),
        ("STRIPE_WEBHOOK_SECRETS", "whsec_0123456789,", False, ["secret-shape"]),
        ("ORDER_TOKEN_KEYS", "k" * 32, False, []),
        ("ORDER_TOKEN_KEYS", "", False, ["order-token-key-short"]),
        ("AWS_SECRET_ACCESS_KEY", "anything", False, []),
        ("AWS_SECRET_ACCESS_KEY", "anything\n", False, ["secret-whitespace"]),
    ],
)
def test_a_value_is_judged_by_the_variable_it_comes_in(
    key: str,
    text: str,
    is_live: bool,  # noqa: FBT001 - a column of the table
    found: list[str],
) -> None:
    assert [id_ for id_, _ in flaws(key, text, is_live=is_live)] == found


def test_no_complaint_repeats_the_secret() -> None:
    complaints = [what for _, what in flaws("STRIPE_API_KEY", "hunter2hunter2", is_live=True)]

    assert complaints
    assert not any("hunter2" in what for what in complaints)
