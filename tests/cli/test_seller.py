"""`kvitto seller check`: what is missing stops documents, what is remarked does not."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

import pytest

from shared.cli.main import main
from shared.cli.seller import FILE

Capture = pytest.CaptureFixture[str]
ROOT = Path(__file__).parents[2]


def a_profile(folder: Path, **changes: object) -> str:
    document = json.loads((ROOT / FILE).read_text(encoding="utf-8"))
    country = changes.pop("country", None)
    document |= changes
    if country:
        document["address"]["country"] = country
    path = folder / "seller.json"
    path.write_text(json.dumps(document), encoding="utf-8")
    return str(path)


def told(capsys: Capture) -> Mapping[str, list[dict[str, str]]]:
    said: dict[str, list[dict[str, str]]] = json.loads(capsys.readouterr().out)
    return said


def test_a_whole_profile_passes_and_is_told_what_its_state_wants(
    tmp_path: Path, capsys: Capture
) -> None:
    file = a_profile(tmp_path, country="IT", vat_id="IT12345678901", email="ciao@negozio.it")

    assert main(["seller", "check", file]) == 0

    said = capsys.readouterr().out
    assert "documents may be issued in this name" in said
    assert "- Italy: SdI (FatturaPA), since 2019-01-01: nothing is filed for you." in said
    assert "- Italy: keep documents for 10 years" in said


def test_the_sellers_of_a_state_with_its_own_currency_are_told_what_is_stated_in_it(
    tmp_path: Path, capsys: Capture
) -> None:
    assert main(["seller", "check", a_profile(tmp_path), "--json"]) == 0

    (remark,) = [one for one in told(capsys)["remarks"] if one["about"] == "SEK"]
    assert "Art. 230" in remark["says"]


def test_a_currency_that_has_no_rate_is_named(tmp_path: Path, capsys: Capture) -> None:
    assert main(["seller", "check", a_profile(tmp_path, accounting_currency="SEK"), "--json"]) == 1

    (lack,) = told(capsys)["lacks"]
    assert lack["where"] == "accounting_currency"


def test_the_demos_seller_is_recognised(tmp_path: Path, capsys: Capture) -> None:
    main(["seller", "check", a_profile(tmp_path), "--json"])
    main(["seller", "check", a_profile(tmp_path, email="hello@nordljus.se"), "--json"])

    demo, own = capsys.readouterr().out.split("\n}\n", 1)
    assert "the seller of the demo" in demo
    assert "the seller of the demo" not in own


def test_what_is_missing_is_named_and_ends_with_1(tmp_path: Path, capsys: Capture) -> None:
    file = a_profile(tmp_path, vat_id="", regime="merchant")

    assert main(["seller", "check", file, "--json"]) == 1

    assert [lack["where"] for lack in told(capsys)["lacks"]] == ["regime"]


def test_a_field_of_the_wrong_kind_is_named(tmp_path: Path, capsys: Capture) -> None:
    assert main(["seller", "check", a_profile(tmp_path, series="INV"), "--json"]) == 1

    assert [lack["where"] for lack in told(capsys)["lacks"]] == ["series"]


def test_misspelt_keys_are_named_beside_what_else_is_wrong(tmp_path: Path, capsys: Capture) -> None:
    file = a_profile(tmp_path, accounting_curency="sek", credit_serie="CN", series="INV")

    assert main(["seller", "check", file, "--json"]) == 1

    lacks = [lack["where"] for lack in told(capsys)["lacks"]]
    assert lacks == ["accounting_curency", "credit_serie", "series"]


def test_a_misspelt_key_alone_stops_the_documents(tmp_path: Path, capsys: Capture) -> None:
    assert main(["seller", "check", a_profile(tmp_path, credit_serie="CR"), "--json"]) == 1

    assert [lack["where"] for lack in told(capsys)["lacks"]] == ["credit_serie"]


def test_a_profile_that_is_no_json_is_one_line(tmp_path: Path, capsys: Capture) -> None:
    file = tmp_path / "seller.json"
    file.write_text('{"legal_name": ', encoding="utf-8")

    assert main(["seller", "check", str(file)]) == 1

    assert capsys.readouterr().out.startswith("file: not JSON: ")


def test_a_seller_in_peppol_is_told_who_sends(tmp_path: Path, capsys: Capture) -> None:
    main(["seller", "check", a_profile(tmp_path, peppol_id="0007:5566778899"), "--json"])

    (remark,) = [one for one in told(capsys)["remarks"] if one["about"] == "Peppol"]
    assert "Kvitto does not" in remark["says"]
