from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.adapters.receipt_mail.address import deliverable
from shared.usecases.ports.mail import MailRefused


@pytest.mark.parametrize(
    ("address", "plain"),
    [
        ("jana@weiss.example", "jana@weiss.example"),
        (" jana.weiss+shop@mail.weiss.example\n", "jana.weiss+shop@mail.weiss.example"),
        ("o'neill@example.ie", "o'neill@example.ie"),
        ("jana@bücher.example", "jana@xn--bcher-kva.example"),
    ],
)
def test_an_address_is_written_as_every_server_takes_it(address: str, plain: str) -> None:
    assert deliverable(address) == plain


@pytest.mark.parametrize(
    "address",
    [
        "",
        "jana",
        "jana@",
        "@weiss.example",
        "jana@localhost",
        "jana@weiss..example",
        "jana@-weiss.example",
        "ja na@weiss.example",
        "jana..w@weiss.example",
        "jåna@weiss.example",
        "jana@weiß.example",
        "jana@weiss.example\r\nBcc: eve@x.example",
        "jana@weiss.example, eve@x.example",
        "Jana <jana@weiss.example>",
        "jana\x00@weiss.example",
        f"{'j' * 64}@{'w.' * 100}example",
    ],
)
def test_what_is_no_address_is_refused_for_good(address: str) -> None:
    with pytest.raises(MailRefused):
        deliverable(address)


@given(st.text(st.characters(exclude_categories=())), st.text())
def test_no_text_becomes_an_address_that_could_open_a_header(local: str, domain: str) -> None:
    try:
        plain = deliverable(f"{local}@{domain}")
    except MailRefused:
        return
    assert plain.isascii()
    assert set(plain).isdisjoint(' \r\n,;:<>"()[]\\')
    assert plain.count("@") == 1
