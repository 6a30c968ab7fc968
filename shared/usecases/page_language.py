"""What language the provider's page is asked to speak."""

from __future__ import annotations

# Checkout's `locale`: docs.stripe.com/api/checkout/sessions/create, API 2026-10-28.endive.
LOCALES = frozenset(
    {
        *("bg", "cs", "da", "de", "el", "en", "en-GB", "es", "es-419", "et", "fi", "fil", "fr"),
        *("fr-CA", "hi-IN", "hr", "hu", "id", "it", "ja", "ko", "lt", "lv", "ms", "mt", "nb", "nl"),
        *("pl", "pt", "pt-BR", "ro", "ru", "sk", "sl", "sv", "th", "tr", "vi"),
        *("zh", "zh-HK", "zh-TW"),
    }
)
# Tags that mean one of them and are no part of its name.
_ALSO = {"hi": "hi-IN", "nn": "nb", "no": "nb", "tl": "fil", "zh-hant": "zh-TW"}

_BY_TAG = {locale.casefold(): locale for locale in LOCALES} | _ALSO


def in_language(tag: str) -> dict[str, object]:
    """The parameters that a BCP 47 tag adds: none where the page does not speak it.

    Without any, it speaks as the buyer's browser does. The end of the tag is dropped until it
    fits (RFC 4647, 3.4): `de-AT` finds `de`.
    """
    rest = tag.casefold()
    while rest and rest not in _BY_TAG:
        rest = rest.rpartition("-")[0]
    return {"locale": _BY_TAG[rest]} if rest else {}
