"""An e-mail address in the form that every mail server takes, or a refusal."""

from __future__ import annotations

import re

from shared.usecases.ports.mail import MailRefused

_ATOM = r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+"
_LABEL = r"[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?"
_ADDRESS = re.compile(rf"{_ATOM}(?:\.{_ATOM})*@{_LABEL}(?:\.{_LABEL})+")
_LENGTH_MAX = 254  # RFC 5321, 4.5.3.1.3
# IDNA 2003, which is what Python has, would send these to somebody else's domain.
_DEVIANT = frozenset("ßς\u200c\u200d")


def deliverable(address: str) -> str:
    """`jana@bücher.example` as `jana@xn--bcher-kva.example`; `MailRefused` if nobody can send."""
    local, _, domain = address.strip().rpartition("@")
    if not _DEVIANT.isdisjoint(domain):
        raise MailRefused("the domain of the address cannot be sent to")
    try:
        ascii_domain = domain.encode("idna").decode("ascii")
    except UnicodeError:
        raise MailRefused("the domain of the address is not a name") from None
    plain = f"{local}@{ascii_domain}"
    if len(plain) > _LENGTH_MAX or _ADDRESS.fullmatch(plain) is None:
        raise MailRefused("the address is not an e-mail address")
    return plain
