"""Which parts of a text are ids."""

from __future__ import annotations

import pytest

from emulators.console.following.identifiers import identifiers, kind_of

TRACE = "49a6cd8f4ad771aee37a2c5b5fe6742f"


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("order:ord_ycrpuvjaqz49d496:a1", ["ord_ycrpuvjaqz49d496"]),
        ("cs_test_a1upN8rJKIYJHe is paid", ["cs_test_a1upN8rJKIYJHe"]),
        (f"00-{TRACE}-b3627d4f35467981-01", [TRACE]),
        ("invoices/2026/INV-2026-000003.pdf", ["INV-2026-000003"]),
        ("6bf23de0-d24c-5065-94e7-4f1d1c2aba94", ["6bf23de0-d24c-5065-94e7-4f1d1c2aba94"]),
        ("message 1000000000000040.", ["1000000000000040"]),
        ("011001ae1f2c3d4e-6bf23de0-d24c-5065-94e7-4f1d1c2aba94-000000", None),
        ("payment_intent client_reference_id checkout_session_completed", []),
        ("2026-11-23T02:04:53 and 1795399380533450 microseconds", []),
        ("evt_1AAAAAAAAAA evt_1AAAAAAAAAA", ["evt_1AAAAAAAAAA"]),
    ],
)
def test_ids_are_found_and_words_are_not(text: str, found: list[str] | None) -> None:
    assert list(identifiers(text.encode())) == ([text] if found is None else found)


def test_the_length_before_a_text_in_a_record_does_not_hide_it() -> None:
    assert identifiers(b"\x8a\x01Cord_ycrpuvjaqz49d496") == ("ord_ycrpuvjaqz49d496",)


@pytest.mark.parametrize(
    ("identifier", "kind"),
    [
        ("ord_1AAAAAAA", "ord"),
        ("cs_test_a1AAAA", "cs"),
        ("INV-2026-000003", "INV"),
        ("1000000000000040", "number"),
        (TRACE, "32 characters"),
    ],
)
def test_ids_of_one_sort_have_one_kind(identifier: str, kind: str) -> None:
    assert kind_of(identifier) == kind
