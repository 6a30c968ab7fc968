"""What may be wrong with the value of a secret. The value itself is never repeated."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

KEY_LENGTH_MIN = 32  # characters: half a SHA-256 in hexadecimal, or 24 bytes in base 64
_STRIPE_KEY = re.compile(r"[sr]k_(test|live)_[A-Za-z0-9_-]{10,}")
_WEBHOOK_SECRET = re.compile(r"whsec_[A-Za-z0-9_+/=-]{10,}")

Flaw = tuple[str, str]  # the finding's id, and what the secret does


def flaws(key: str, text: str, *, is_live: bool) -> Iterator[Flaw]:
    """`key` is the environment variable that it comes in."""
    if text != text.strip():
        yield "secret-whitespace", "begins or ends with a blank or a line break"
        return
    look = _LOOKS.get(key)
    if look is not None:
        yield from look(text, is_live)


def _stripe_key(text: str, is_live: bool) -> Iterator[Flaw]:  # noqa: FBT001 - as the others
    match = _STRIPE_KEY.fullmatch(text)
    if match is None:
        yield "secret-shape", "is no secret key of Stripe: those begin with sk_ or rk_"
    elif (match[1] == "live") != is_live:
        wanted = "live" if is_live else "test"
        yield "stripe-mode", f"is a {match[1]} key, and the deployment takes {wanted} events"


def _webhook_secrets(text: str, _is_live: bool) -> Iterator[Flaw]:  # noqa: FBT001 - the same
    if not all(_WEBHOOK_SECRET.fullmatch(one.strip()) for one in text.split(",")):
        yield "secret-shape", "is no list of signing secrets of Stripe: those begin with whsec_"


def _order_token_keys(text: str, _is_live: bool) -> Iterator[Flaw]:  # noqa: FBT001 - the same
    if min(len(one.strip()) for one in text.split(",")) < KEY_LENGTH_MIN:
        what = f"has a key of less than {KEY_LENGTH_MIN} characters: order links can be guessed"
        yield "order-token-key-short", what


_LOOKS: dict[str, Callable[[str, bool], Iterator[Flaw]]] = {
    "ORDER_TOKEN_KEYS": _order_token_keys,
    "STRIPE_API_KEY": _stripe_key,
    "STRIPE_WEBHOOK_SECRETS": _webhook_secrets,
}
