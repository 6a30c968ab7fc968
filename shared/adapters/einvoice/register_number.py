"""The number alone, out of what is printed of an entry in a register."""

from __future__ import annotations

import re

from shared.adapters.einvoice.en16931 import Identifier

# Sections of a register that count their own numbers are part of the identifier: `HRA 1` is
# another firm than `HRB 1`. Any other word before the number is a label.
_NUMBER = re.compile(
    r"""
    (?:\b(?:HRA|HRB|GnR|PR|VR|FN)\s)?    # section, in Germany and Austria
    (?<![\w-])(?:[A-Z]{1,3}[-.]?)?       # SC123456, B12345678, CHE-123.456.789
    [0-9][\w/-]*(?:\.[0-9][\w/-]*)*     # 556677-8899
    (?:\s[0-9]+)*                        # 732 829 320
    (?:\s[A-Z]{1,2}(?=,|$))?             # HRB 123456 B, of Berlin
    """,
    re.VERBOSE | re.ASCII,
)


def register_number(registration: str) -> Identifier | None:
    """None unless one number, and only one, stands there: a guess would name another firm."""
    found = _NUMBER.findall(registration)
    return Identifier(found[0].strip()) if len(found) == 1 else None
