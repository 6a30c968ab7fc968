from __future__ import annotations

import pytest

from shared.domain.participant import is_participant_id


@pytest.mark.parametrize(
    "text", ["0007:5566778899", "9930:DE123456789", "0088:7300010000001", "9915:b:c-d.e"]
)
def test_a_scheme_and_an_identifier_are_a_participant(text: str) -> None:
    assert is_participant_id(text)


@pytest.mark.parametrize(
    "text", ["", "9999:1", "0007", "0007:", "7:55", "0007:a b", "0007:1\n", "000\uff17:1"]
)
def test_anything_else_is_none(text: str) -> None:
    assert not is_participant_id(text)
