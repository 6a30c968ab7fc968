"""`docs/merchants.md` says what is: its tables are the data, its commands and numbers exist."""

from __future__ import annotations

import re

import pytest

from emulators.stripe.payments.ibans import SUCCEEDS
from emulators.stripe.payments.published_cards import TEST_CARDS
from shared.cli.law.register import rules
from shared.cli.main import main
from tests.docs.law_tables import names_of, with_tables
from tests.docs.tables_anew import PAGE

TEXT = PAGE.read_text(encoding="utf-8")


def anchor(title: str) -> str:
    return re.sub(r"[^\w -]", "", title.lower()).replace(" ", "-")


def anchors_of(text: str) -> set[str]:
    return {anchor(title) for title in re.findall(r"^#+ (.+)$", text, re.MULTILINE)}


def test_the_tables_are_made_from_the_data() -> None:
    assert with_tables(TEXT) == TEXT, "run `python -m tests.docs.tables_anew`"


def test_every_rule_system_and_time_of_keeping_is_told() -> None:
    groups = {rule.group for rule in rules().values()}

    assert names_of(TEXT) == groups | {"portals", "retention"}


@pytest.mark.parametrize("command", sorted(set(re.findall(r"kvitto (\w+)", TEXT))))
def test_every_command_exists(command: str) -> None:
    with pytest.raises(SystemExit) as ended:
        main([command, "--help"])

    assert ended.value.code == 0


@pytest.mark.parametrize("link", sorted(set(re.findall(r"\]\(([^)]+)\)", TEXT))))
def test_every_link_leads_somewhere(link: str) -> None:
    if link.startswith("https://"):
        assert " " not in link
        return
    path, _, part = link.partition("#")
    page = PAGE if not path else PAGE.parent / path

    assert page.is_file()
    assert not part or part in anchors_of(page.read_text(encoding="utf-8"))


@pytest.mark.parametrize("number", re.findall(r"^\| `(4[\d ]+)`", TEXT, re.MULTILINE))
def test_every_card_to_try_is_known_to_the_stand_in(number: str) -> None:
    assert number.replace(" ", "") in {card.number for card in TEST_CARDS}


def test_the_account_to_try_is_the_one_that_pays() -> None:
    (iban,) = re.findall(r"IBAN `([A-Z\d ]+)`", TEXT)

    assert iban.replace(" ", "") == SUCCEEDS
