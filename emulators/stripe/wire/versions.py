"""The one API version the twin speaks, and what a call from before it still may say."""

from __future__ import annotations

import re

from emulators.stripe.account import API_VERSION
from emulators.stripe.wire import before_endive, errors
from emulators.stripe.wire.form import Form

_VERSION = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}(?:\.[a-z]+)?(?:;.*)?")
_BEFORE_ENDIVE = {"payment_method_types": "allowed_payment_method_types"}


def check(version: str | None) -> None:
    """Refuse a `Stripe-Version` whose shapes the twin does not know. None: not given."""
    if version is None or version == API_VERSION:
        return
    if not _VERSION.fullmatch(version):
        raise errors.invalid(f"Invalid Stripe API version: {version}")
    message = (
        f"The Stripe twin speaks API version {API_VERSION} and no other:"
        f" this request asks for {version}."
    )
    raise errors.invalid(message, code="twin_version_not_simulated")


def upgraded(form: Form, version: str | None, path: str) -> Form:
    """The parameters as the twin's version names them.

    A call without `Stripe-Version` (the Stripe CLI's, curl's) is of its account's own version.
    The twin's account is from before endive, so such a call may still choose
    `payment_method_types`; a call that names endive may not.
    """
    if version is not None:
        return form
    names = {old: new for old, new in _BEFORE_ENDIVE.items() if new not in form}
    renamed = {names.get(name, name): value for name, value in form.items()}
    return before_endive.upgraded(renamed, path)
