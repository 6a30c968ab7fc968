"""What is broken on purpose is found: by our own checks, and by the official rules."""

from __future__ import annotations

import pytest

from shared.adapters.einvoice.checks import check
from shared.adapters.einvoice.cii import cii
from shared.adapters.einvoice.ubl import ubl
from tests.einvoice.broken import BROKEN, Broken
from tests.einvoice.validators import Validators

# Where a schema leaves no room for the fault, it speaks before any rule is asked.
_BY_SCHEMA = {"no-lines", "no-seller-name", "no-number", "no-tax-rows", "no-item-name"}


@pytest.mark.parametrize("broken", BROKEN.values(), ids=BROKEN)
def test_our_own_check_names_the_rule(broken: Broken) -> None:
    assert broken.rule in {objection.rule for objection in check(broken.document)}


def test_an_objection_tells_nothing_of_the_buyer() -> None:
    document = BROKEN["no-buyer-country"].document

    words = " ".join(map(str, check(document)))

    assert words == "BR-11 buyer"
    assert document.buyer.name not in words


@pytest.mark.slow
@pytest.mark.parametrize("name", [name for name, one in BROKEN.items() if one.official_rule])
def test_the_official_rules_find_it_in_both_syntaxes(validators: Validators, name: str) -> None:
    broken = BROKEN[name]
    rules = {broken.official_rule, broken.in_cii}

    for xml in (cii(broken.document), ubl(broken.document)):
        verdicts = validators.rules_broken(xml)

        # Factur-X numbers the code lists anew (FX-SCH-A-…); the second opinion names them.
        official = bool(verdicts["schematron"]) and rules & {
            *verdicts["schematron"],
            *verdicts["second"],
        }
        assert official or (name in _BY_SCHEMA and verdicts["schema"]), verdicts
