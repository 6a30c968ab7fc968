"""Values that lie in a file come back as they were."""

from __future__ import annotations

from emulators.archives.spill import TAIL_BYTES_MAX, Spill


def test_what_was_spilt_comes_back_in_any_order() -> None:
    spill = Spill()
    contents = [bytes([number]) * number * 1000 for number in range(20)]
    places = [spill.put(content) for content in contents]

    assert [spill.get(place) for place in reversed(places)] == contents[::-1]


def test_small_values_come_back_before_and_after_they_are_written() -> None:
    spill = Spill()
    contents = [str(number).encode() * 10 for number in range(TAIL_BYTES_MAX // 20)]
    places = []
    for content in contents:
        places.append(spill.put(content))
        assert spill.get(places[-1]) == content

    assert [spill.get(place) for place in places] == contents


def test_a_value_larger_than_what_waits_in_memory_comes_back() -> None:
    spill = Spill()
    before, large, after = b"before", b"x" * (3 * TAIL_BYTES_MAX), b"after"
    places = [spill.put(content) for content in (before, large, after)]

    assert [spill.get(place) for place in places] == [before, large, after]
