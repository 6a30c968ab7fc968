from __future__ import annotations

from emulators.console.mail_body import Scheme, content_ids, data_url, framed

DARK_ONLY = "@media (prefers-color-scheme: dark) and (max-width: 480px)"


def _framed(html: str, scheme: Scheme = "light") -> str:
    return framed(html, pictures={"logo@shop": "data:image/png;base64,AA=="}, scheme=scheme)


def test_a_media_query_is_answered_for_the_chosen_scheme_and_its_other_half_is_kept() -> None:
    assert "@media (min-width: 0) and (max-width: 480px)" in _framed(DARK_ONLY, "dark")
    assert "@media (max-width: 0) and (max-width: 480px)" in _framed(DARK_ONLY, "light")


def test_a_picture_is_found_by_its_content_id_even_when_it_is_percent_encoded() -> None:
    html = '<img src="cid:logo%40shop"><img src=cid:other>'

    assert content_ids(html) == {"logo@shop", "other"}
    assert '<img src="data:image/png;base64,AA==">' in _framed(html)


def test_a_picture_that_is_missing_stays_as_it_was() -> None:
    assert "<img src=cid:other>" in _framed("<img src=cid:other>")


def test_links_open_in_a_window_of_their_own() -> None:
    base = '<base target="_blank">'

    assert _framed("<html><HEAD lang=en><title>") == f"<html><HEAD lang=en>{base}<title>"
    assert _framed("<p>no head") == f"{base}<p>no head"


def test_a_data_url_holds_the_bytes() -> None:
    assert data_url("image/png", b"\x89PNG") == "data:image/png;base64,iVBORw=="
