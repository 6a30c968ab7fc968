"""Settings are read once, and every fault is named at once."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from shared.edge.settings import SettingsMissing, read_settings


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    bucket: str
    secrets: tuple[str, ...]
    per_minute_max: int
    endpoint: str = "https://example.com"


SET = {"BUCKET": "invoices", "SECRETS": "one,two", "PER_MINUTE_MAX": "60"}


def test_a_field_comes_from_the_variable_of_its_name() -> None:
    settings = read_settings(Settings, {**SET, "UNRELATED": "x", "bucket": "lower case"})

    assert settings == Settings(bucket="invoices", secrets=("one", "two"), per_minute_max=60)


def test_spaces_and_line_breaks_around_a_value_are_not_part_of_it() -> None:
    settings = read_settings(Settings, {**SET, "BUCKET": " invoices\n", "SECRETS": " one , ,two,"})

    assert (settings.bucket, settings.secrets) == ("invoices", ("one", "two"))


def test_every_missing_variable_is_named_in_one_error() -> None:
    with pytest.raises(SettingsMissing) as caught:
        read_settings(Settings, {"BUCKET": " ", "ENDPOINT": "https://other.example"})

    assert str(caught.value) == "set BUCKET, SECRETS, PER_MINUTE_MAX"


@pytest.mark.parametrize("number", ["sixty", "-1", "6.5", "1_000", "٦", "0x10", "1e3", "9" * 99])
def test_a_number_that_is_none_is_named(number: str) -> None:
    with pytest.raises(SettingsMissing, match=r"^set BUCKET, PER_MINUTE_MAX to a number$"):
        read_settings(Settings, {**SET, "BUCKET": "", "PER_MINUTE_MAX": number})


def test_the_error_names_the_variable_and_never_its_value() -> None:
    with pytest.raises(SettingsMissing) as caught:
        read_settings(Settings, {**SET, "BUCKET": "", "PER_MINUTE_MAX": "whsec_secret"})

    assert "whsec_secret" not in str(caught.value)


def test_the_environment_of_the_process_is_what_counts(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in SET.items():
        monkeypatch.setenv(name, value)

    assert read_settings(Settings).bucket == "invoices"
