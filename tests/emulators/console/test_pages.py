"""What the pages carry before a browser runs anything."""

from __future__ import annotations

import asyncio
import re

import pytest

from emulators.console.pages import HERE, art_names
from tests.emulators.console.visiting import LINKS, Page, visiting

STATIC = HERE / "static"
PAGES = ["/", "/orders/T", "/inbox", "/nowhere"]
ASSETS = sorted(path for path in STATIC.rglob("*") if path.is_file())
_XML_NAMESPACE = "http://www.w3.org/2000/svg"


def _visit(path: str) -> Page:
    async def scenario() -> Page:
        async with visiting(checkout_url="http://127.0.0.1:9/") as visitor:
            return await visitor.get(path)

    return asyncio.run(scenario())


@pytest.mark.parametrize("path", PAGES)
def test_a_page_lets_in_nothing_but_its_own_files_and_the_checkout(path: str) -> None:
    page = _visit(path)

    policy = page.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "connect-src 'self' http://127.0.0.1:9;" in policy
    assert "unsafe" not in policy
    assert page.headers["Referrer-Policy"] == "no-referrer"
    assert page.headers["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize("path", PAGES)
def test_a_page_has_no_script_or_style_in_its_text(path: str) -> None:
    text = _visit(path).text

    assert not re.findall(r"<script(?![^>]*\ssrc=\"/static/)", text)
    assert not re.findall(r"<style|\sstyle=|\son[a-z]+=", text)


@pytest.mark.parametrize("path", PAGES)
def test_a_page_has_landmarks_one_heading_and_a_way_past_the_menu(path: str) -> None:
    text = _visit(path).text

    for landmark in ("<header", "<nav", "<main", "<footer"):
        assert landmark in text
    assert len(re.findall(r"<h1\b", text)) == 1
    assert 'href="#main"' in text
    assert "<title>" in text


def test_everything_the_pages_and_modules_name_is_there() -> None:
    named = set(re.findall(r"\"(/static/[^\"]+)\"", "".join(_visit(path).text for path in PAGES)))
    modules = {
        (module.parent / name).resolve()
        for module in STATIC.rglob("*.js")
        for name in re.findall(r"from \"(\./[^\"]+)\"", module.read_text())
    }

    assert {name for name in named if not (HERE / name[1:]).is_file()} == set()
    assert {module for module in modules if not module.is_file()} == set()
    assert len(named) > 5


def test_no_file_asks_anything_of_the_network() -> None:
    for asset in ASSETS:
        text = asset.read_text().replace(_XML_NAMESPACE, "")
        assert not re.findall(r"https?://|@import|url\((?!#)", text), asset


def test_the_shop_says_what_to_do_first_and_has_artwork_for_every_name() -> None:
    text = _visit("/").text

    assert "4242 4242 4242 4242" in text
    assert "4000 0000 0000 0002" in text
    assert {"aurora", "fjord", "book", "cards", "other"} == set(art_names())
    for name in art_names():
        assert f'<template id="art-{name}"><svg' in text


def test_a_buyer_who_turned_back_is_told_that_nothing_was_charged() -> None:
    assert "Nothing was charged" in _visit("/?cancelled=1").text
    assert "Nothing was charged" not in _visit("/").text


def test_the_foot_of_the_page_leads_to_the_other_services() -> None:
    for name, address in LINKS.items():
        assert f'<a href="{address}">{name}</a>' in _visit("/").text


def test_an_address_is_only_ever_text_on_the_order_page() -> None:
    page = _visit("/orders/%22%3E%3Cscript%3E")

    assert page.status == 200
    assert "<script>" not in page.text
    assert "&#34;&gt;&lt;script&gt;" in page.text


def test_an_unknown_address_gets_a_page_too() -> None:
    page = _visit("/nowhere")

    assert page.status == 404
    assert "Back to the shop" in page.text
