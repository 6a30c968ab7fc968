"""Our buyers' tags in the words of Stripe's Checkout."""

from __future__ import annotations

import re
from typing import get_args

import pytest
from stripe.params.checkout import SessionCreateParams

from shared.usecases.page_language import LOCALES, in_language


def test_the_locales_are_those_that_stripes_own_library_knows() -> None:
    (literal,) = get_args(SessionCreateParams.__annotations__["locale"])

    assert set(re.findall("'([^']+)'", literal.__forward_arg__)) == LOCALES | {"auto"}


@pytest.mark.parametrize("locale", sorted(LOCALES))
def test_a_locale_is_asked_for_by_its_own_name(locale: str) -> None:
    assert in_language(locale) == in_language(locale.upper()) == {"locale": locale}


@pytest.mark.parametrize(
    ("tag", "locale"),
    [
        ("de-AT", "de"),
        ("pt-PT", "pt"),
        ("es-MX", "es"),
        ("fr-CA-x-shop", "fr-CA"),
        ("no", "nb"),
        ("nn-NO", "nb"),
        ("zh-Hant-TW", "zh-TW"),
        ("zh-Hans-CN", "zh"),
    ],
)
def test_a_tag_finds_the_locale_nearest_to_it(tag: str, locale: str) -> None:
    assert in_language(tag) == {"locale": locale}


@pytest.mark.parametrize("tag", ["ar", "tlh", "auto", ""])
def test_where_the_page_does_not_speak_it_the_browser_decides(tag: str) -> None:
    assert in_language(tag) == {}
