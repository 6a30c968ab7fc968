"""Lists, lengths and shapes that a law sets: `law.toml`, with the source and date of each."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Law:
    members: frozenset[str]  # of the VAT territory of the Union
    accounting_currencies: Mapping[str, str]  # member → what its tax is owed in, lowercase
    number_length_max: int  # of a document's whole number
    vat_ids: Mapping[str, str]  # prefix → what follows it, a regular expression
    seller_numbers: Mapping[str, str]  # country → the whole number; "" where none is asked for
    examples: Mapping[str, str]  # country → a number of that shape


@cache
def law() -> Law:
    read = tomllib.loads(Path(__file__).with_name("law.toml").read_text(encoding="utf-8"))
    numbers = read["seller_number"]
    members = frozenset(read["union"]["members"])
    own = read["accounting_currency"]["other_than_the_euro"]
    return Law(
        members=members,
        accounting_currencies={member: own.get(member, "eur") for member in members},
        number_length_max=read["number"]["length_max"],
        vat_ids=read["vat_id"]["shapes"],
        seller_numbers={country: of["shape"] for country, of in numbers.items()},
        examples={country: of["example"] for country, of in numbers.items()},
    )
