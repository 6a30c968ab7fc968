"""Every function, from its planned archive in an empty folder, in a fresh environment."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.functions.deployed import NAMES
from tests.packaging.budgets import BUDGETS, excesses
from tests.packaging.conftest import PackageOf
from tests.packaging.package import Package, Size, disagreements
from tests.packaging.questions import QUESTIONS, WITHOUT_A_QUESTION
from tests.packaging.serving import ask, served


def test_every_function_has_a_budget_and_is_asked_something() -> None:
    assert BUDGETS.keys() == set(NAMES)
    assert not WITHOUT_A_QUESTION


@pytest.mark.parametrize("name", NAMES)
def test_it_stays_within_its_budget(
    name: str, package_of: PackageOf, weigh: Callable[[Package], Size]
) -> None:
    assert excesses(weigh(package_of(name)), BUDGETS[name]) == []


@pytest.mark.parametrize("name", NAMES)
def test_its_packages_fit_each_other(name: str, package_of: PackageOf) -> None:
    assert disagreements(package_of(name)) == ""


@pytest.mark.parametrize("name", NAMES)
def test_it_compiles_as_the_build_would_compile_it(name: str, package_of: PackageOf) -> None:
    assert package_of(name).run("-m", "compileall", "-f", "-q", ".") == ""


@pytest.mark.parametrize("name", NAMES)
def test_it_serves_a_right_answer(name: str, package_of: PackageOf) -> None:
    question = QUESTIONS[name]

    with served(package_of(name)) as port:
        answer = ask(port, question)

    assert answer.status == question.status, answer.body
    if question.status >= 400:
        assert answer.problem["title"]


def test_the_function_that_is_called_most_is_the_lightest(package_of: PackageOf) -> None:
    sizes = {name: package_of(name).size for name in NAMES}
    intake = sizes.pop("webhook_intake")

    assert intake.zipped_kb < min(size.zipped_kb for size in sizes.values())
    assert intake.packages < min(size.packages for size in sizes.values())
    assert intake.installed_mb < min(size.installed_mb for size in sizes.values())
