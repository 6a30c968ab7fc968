from __future__ import annotations

from emulators.archives.spill import Spill


def test_what_was_spilt_comes_back_in_any_order() -> None:
    spill = Spill()
    contents = [bytes([number]) * number * 1000 for number in range(20)]
    places = [spill.put(content) for content in contents]

    assert [spill.get(place) for place in reversed(places)] == contents[::-1]
