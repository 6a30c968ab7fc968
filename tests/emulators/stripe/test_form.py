"""The form parser."""

from __future__ import annotations

import pytest

from emulators.stripe.wire import form
from emulators.stripe.wire.errors import StripeError


@pytest.mark.parametrize(
    ("encoded", "tree"),
    [
        ("", {}),
        ("a=1&b=", {"a": "1", "b": ""}),
        ("a=x+y%2Bz", {"a": "x y+z"}),
        ("a=%C3%A5", {"a": "å"}),
        ("a[b][c]=1&a[b][d]=2", {"a": {"b": {"c": "1", "d": "2"}}}),
        ("a%5Bb%5D=1", {"a": {"b": "1"}}),
        ("a[0][b]=1&a[1][b]=2", {"a": {"0": {"b": "1"}, "1": {"b": "2"}}}),
        ("a[]=1&a[]=2", {"a": {"0": "1", "1": "2"}}),
        ("a[][b]=1&a[][c]=2&a[][b]=3", {"a": {"0": {"b": "1", "c": "2"}, "1": {"b": "3"}}}),
        ("a[b=1", {"a[b": "1"}),
        ("a=1&a=2", {"a": "2"}),
    ],
)
def test_brackets_become_a_tree(encoded: str, tree: form.Form) -> None:
    assert form.parse(encoded) == tree


@pytest.mark.parametrize("encoded", ["a=1&a[b]=2", "a[b]=1&a=2", "a=%FF", "a" + "[b]" * 30 + "=1"])
def test_contradictions_and_nonsense_are_refused(encoded: str) -> None:
    with pytest.raises(StripeError) as caught:
        form.parse(encoded)
    assert caught.value.status == 400
