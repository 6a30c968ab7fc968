"""One trace from the checkout to the mail."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.edge.trace import continued, span_id_of, trace_id_of

GOOD = re.compile(r"00-(?!0{32})[0-9a-f]{32}-(?!0{16})[0-9a-f]{16}-01", re.ASCII)
TRACE, SPAN = "0af7651916cd43dd8448eb211c80319c", "b7ad6b7169203331"


def test_a_trace_goes_on_in_a_new_span() -> None:
    traceparent = continued(f"00-{TRACE}-{SPAN}-01")

    assert trace_id_of(traceparent) == TRACE
    assert span_id_of(traceparent) != SPAN


@pytest.mark.parametrize(
    "traceparent",
    [
        None,
        "",
        "x",
        f"00-{'0' * 32}-{SPAN}-01",
        f"00-{TRACE}-{'0' * 16}-01",
        f"00-{TRACE.upper()}-{SPAN}-01",
        f"ff-{TRACE}-{SPAN}-01",
        f"00-{TRACE}-{SPAN}-01-extra",
        f"00-{TRACE}-{SPAN}-01\n",
        f"00-{TRACE[1:]}-{SPAN}-01",
        "00-" + "\u0661" * 32 + f"-{SPAN}-01",
    ],
)
def test_a_trace_that_is_none_starts_a_new_one(traceparent: str | None) -> None:
    fresh = continued(traceparent)

    assert GOOD.fullmatch(fresh)
    assert trace_id_of(fresh) != TRACE


@given(text=st.text() | st.from_regex(r"00-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}", fullmatch=True))
def test_whatever_comes_in_a_trace_goes_out(text: str) -> None:
    assert GOOD.fullmatch(continued(text))
