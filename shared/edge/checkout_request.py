"""What a client may ask of the checkout, and nothing more: SKUs and quantities, no amounts."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

from shared.domain.catalog import QUANTITY_MAX, CartLine
from shared.domain.language import known
from shared.domain.participant import is_participant_id
from shared.edge.problem import Flaw, Problem, invalid, malformed
from shared.usecases.open_checkout import Cart

_FIELDS = {"lines", "currency", "email", "return", "language", "peppol_id"}
_LINE_FIELDS = {"sku", "quantity"}
_SKU = re.compile(r"[A-Za-z0-9._-]{1,64}", re.ASCII)
_CURRENCY = re.compile(r"[a-z]{3}", re.ASCII)
_RETURN = re.compile(r"[a-z0-9-]{1,32}", re.ASCII)
# Deliberately narrower than RFC 5322: no quotes, no comments, no international domains.
_EMAIL = re.compile(
    r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~.-]{1,64}@(?:[A-Za-z0-9-]{1,63}\.)+[A-Za-z]{2,63}", re.ASCII
)
_EMAIL_LENGTH_MAX = 254
_LANGUAGE = re.compile(r"[A-Za-z]{2,8}(?:-[A-Za-z0-9]{1,8}){0,4}", re.ASCII)  # as in BCP 47
_KEY = re.compile(r"[\x21-\x7e]{16,255}", re.ASCII)
_WANTED = {  # code → what is right, in the words that the caller reads
    "currency": "three small letters, such as eur",
    "email": "one address in ASCII, such as astrid.lind@example.org",
    "language": "a language tag (BCP 47), such as de or pt-BR",
    "peppol_id": "scheme and identifier, such as 0007:5566778899",
    "quantity": f"a whole number without quotes, 1 to {QUANTITY_MAX}",
    "return": "the name of a return address: small letters, digits and hyphens",
    "sku": "a SKU of the catalog: 1 to 64 letters, digits, dots, hyphens and underscores",
    "type": "an object with sku and quantity",
    "unknown_field": "no such field: is it misspelt?",
}
_LINES_READ_MAX = 101  # one more than a cart may have, so that 10^6 lines cost nothing


def read_key(header: str | None) -> str:
    """The `Idempotency-Key`, bare or as the quoted string of the IETF draft.

    At least 16 characters: whoever guesses another caller's key would see their order.
    """
    if header is None:
        raise malformed("idempotency_key.missing", "send an Idempotency-Key, such as a UUID")
    key = header.strip()
    if key.startswith('"') or key.endswith('"'):
        if len(key) < 2 or not (key.startswith('"') and key.endswith('"')):  # noqa: PLR2004 - both quotes
            raise malformed("idempotency_key.syntax", "the quotes of the key do not match")
        key = key[1:-1]
    if not _KEY.fullmatch(key) or '"' in key:
        raise malformed("idempotency_key.syntax", "the key is 16 to 255 visible ASCII characters")
    return key


def read_cart(body: Mapping[str, Any], default_currency: str, default_return: str) -> Cart:
    """The cart, or a `Problem` 422 that points at every field that is wrong."""
    flaws = [_flaw(f"/{_escaped(name)}", "unknown_field") for name in body if name not in _FIELDS]
    lines = _lines(body.get("lines"), flaws)
    currency = _text(body, "currency", _CURRENCY, default_currency, flaws)
    return_name = _text(body, "return", _RETURN, default_return, flaws)
    email = _email(body.get("email"), flaws)
    language = _known_or_empty(body, "language", _is_language, flaws)
    peppol_id = _known_or_empty(body, "peppol_id", is_participant_id, flaws)
    if flaws:
        raise Problem(422, "the cart is not valid", tuple(flaws[:20]))
    return Cart(
        lines=tuple(lines),
        currency=currency,
        return_name=return_name,
        email=email,
        language=known(language),
        page_language=language,
        peppol_id=peppol_id,
    )


def _lines(value: Any, flaws: list[Flaw]) -> list[CartLine]:
    if not isinstance(value, list) or not 1 <= len(value) < _LINES_READ_MAX:
        raise invalid("/lines", "lines", "lines is a list of 1 to 100 lines")
    return [line for index, entry in enumerate(value) if (line := _line(index, entry, flaws))]


def _line(index: int, entry: Any, flaws: list[Flaw]) -> CartLine | None:
    pointer = f"/lines/{index}"
    if not isinstance(entry, dict):
        flaws.append(_flaw(pointer, "type"))
        return None
    unknown = [name for name in entry if name not in _LINE_FIELDS]
    flaws.extend(_flaw(f"{pointer}/{_escaped(name)}", "unknown_field") for name in unknown)
    sku, quantity = entry.get("sku"), entry.get("quantity")
    if not isinstance(sku, str) or not _SKU.fullmatch(sku):
        flaws.append(_flaw(f"{pointer}/sku", "sku"))
        return None
    # `True` is an int in Python, and not in JSON.
    if not isinstance(quantity, int) or isinstance(quantity, bool):
        flaws.append(_flaw(f"{pointer}/quantity", "quantity"))
        return None
    return CartLine(sku, quantity)


def _text(
    body: Mapping[str, Any], name: str, pattern: re.Pattern[str], default: str, flaws: list[Flaw]
) -> str:
    value = body.get(name, default)
    if isinstance(value, str) and pattern.fullmatch(value):
        return value
    flaws.append(_flaw(f"/{name}", name))
    return default


def _email(value: Any, flaws: list[Flaw]) -> str | None:
    if value is None:
        return None
    if isinstance(value, str) and len(value) <= _EMAIL_LENGTH_MAX and _EMAIL.fullmatch(value):
        return value
    flaws.append(_flaw("/email", "email"))
    return None


def _known_or_empty(
    body: Mapping[str, Any], name: str, is_one: Callable[[str], bool], flaws: list[Flaw]
) -> str:
    """What may be left out, or be null."""
    value = body.get(name)
    if value is None:
        return ""
    if isinstance(value, str) and is_one(value):
        return value
    flaws.append(_flaw(f"/{name}", name))
    return ""


def _is_language(text: str) -> bool:
    return _LANGUAGE.fullmatch(text) is not None


def _flaw(pointer: str, code: str) -> Flaw:
    return Flaw(pointer, code, _WANTED[code])


def _escaped(name: str) -> str:
    """A JSON pointer token; field names are cut, for they are the caller's text."""
    return name[:40].replace("~", "~0").replace("/", "~1")
