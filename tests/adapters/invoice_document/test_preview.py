from __future__ import annotations

import json
from pathlib import Path

import pytest

from shared.adapters.invoice_document.preview import PreviewWrong, preview
from shared.cli.main import main
from shared.cli.seller import FILE
from tests.adapters.invoice_document.reading import text_of

ROOT = Path(__file__).parents[3]
KINDS = {"invoice", "unpaid", "credit-note", "reversal", "reverse-charge"}


def shown(folder: Path, **changes: object) -> list[Path]:
    asked = {
        "seller": ROOT / FILE,
        "brand": folder / "no-brand",
        "folder": folder / "preview",
        "languages": ("sv",),
        "percents": ("25", "6"),
        "with_pictures": False,
    }
    return preview(**asked | changes)  # type: ignore[arg-type]  # one value per test differs


def test_every_kind_is_written_as_a_document_and_as_pictures(tmp_path: Path) -> None:
    written = shown(tmp_path, with_pictures=True)

    assert {path.name for path in written if path.suffix == ".pdf"} == {
        f"{kind}.sv.pdf" for kind in KINDS
    }
    assert {path.name for path in written if path.suffix == ".png"} == {
        f"{kind}.sv.1.png" for kind in KINDS
    }
    assert all(path.stat().st_size > 10_000 for path in written)


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"languages": ("sv", "tlh")}, "tlh: choose from ar, de"),
        ({"percents": ("25", "x")}, "x: a rate"),
        ({"percents": ("0", "6")}, "0: a rate"),
        ({"seller": Path("nowhere.json")}, "cannot be read"),
    ],
)
def test_what_cannot_be_shown_says_why_and_writes_nothing(
    tmp_path: Path, change: dict[str, object], reason: str
) -> None:
    with pytest.raises(PreviewWrong, match=reason):
        shown(tmp_path, **change)

    assert not (tmp_path / "preview").exists()


def test_a_language_is_found_as_the_checkout_finds_it(tmp_path: Path) -> None:
    written = shown(tmp_path, languages=("pt", "pt-BR"))

    assert {path.name for path in written} == {f"{kind}.pt-BR.pdf" for kind in KINDS}


@pytest.mark.parametrize("place", ["taken", "taken/deeper"])
def test_a_folder_that_cannot_be_one_is_told_in_one_line(
    tmp_path: Path, place: str, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "taken").write_text("a file")
    seller = str(ROOT / FILE)
    to = str(tmp_path / place)

    assert main(["document", "preview", "--seller", seller, "--to", to, "--language", "sv"]) == 2

    (line,) = capsys.readouterr().err.splitlines()
    assert line.startswith(f"kvitto: {to}: ")


def test_a_seller_and_a_logo_that_are_wrong_are_named(tmp_path: Path) -> None:
    (tmp_path / "seller.json").write_text("{}")
    (tmp_path / "logo.svg").write_text("<p/>")

    with pytest.raises(PreviewWrong, match="kvitto seller check"):
        shown(tmp_path, seller=tmp_path / "seller.json")
    with pytest.raises(PreviewWrong, match="only shapes"):
        shown(tmp_path, brand=tmp_path)


def test_the_command_lists_what_it_wrote(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    options = ["--seller", str(ROOT / FILE), "--to", str(tmp_path / "out"), "--language", "en"]

    assert main(["document", "preview", *options, "--json"]) == 0
    files = json.loads(capsys.readouterr().out)["files"]
    assert {Path(file).name for file in files} == {f"{kind}.en.pdf" for kind in KINDS}
    assert main(["document", "preview", *options, "--language", "tlh"]) == 2
    assert "tlh: choose from" in capsys.readouterr().err


def test_a_seller_with_a_currency_of_its_own_sees_the_tax_in_it(tmp_path: Path) -> None:
    shown(tmp_path)

    pages = {kind: text_of((tmp_path / f"preview/{kind}.sv.pdf").read_bytes()) for kind in KINDS}
    assert {kind for kind, page in pages.items() if "SEK" in page} == KINDS - {"reverse-charge"}
