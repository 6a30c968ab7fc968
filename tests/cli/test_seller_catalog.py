"""`kvitto seller check` and the catalog: a switch that cannot work is named before a sale."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from shared.cli.main import main
from shared.cli.seller import FILE
from shared.cli.seller_catalog import CATALOG

ROOT = Path(__file__).parents[2]
GOODS = "txcd_99999999"


def a_catalog(folder: Path, *, code: str = GOODS, **changes: Any) -> str:
    catalog = json.loads((ROOT / CATALOG).read_text("utf-8"))
    for product in catalog["products"]:
        product["tax_code"] = code
    path = folder / "catalog.json"
    path.write_text(json.dumps(catalog | changes), encoding="utf-8")
    return str(path)


def a_seller(folder: Path, **changes: Any) -> str:
    seller = json.loads((ROOT / FILE).read_text("utf-8"))
    path = folder / "seller.json"
    path.write_text(json.dumps(seller | changes), encoding="utf-8")
    return str(path)


def checked(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, list[str]]:
    code = main(["seller", "check", *arguments, "--json"])
    return code, [lack["where"] for lack in json.loads(capsys.readouterr().out)["lacks"]]


def test_a_catalog_whose_goods_have_tax_codes_may_leave_the_tax_to_the_provider(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    catalog = a_catalog(tmp_path, taxed_by="provider")

    assert checked(capsys, a_seller(tmp_path), "--catalog", catalog) == (0, [])


def test_a_small_business_has_no_tax_to_work_out(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    catalog = a_catalog(tmp_path, taxed_by="provider")
    seller = a_seller(tmp_path, regime="small_business", tax_number="12/345/67890")

    assert checked(capsys, seller, "--catalog", catalog) == (1, ["catalog.taxed_by"])


def test_a_price_that_no_rate_turns_into_the_currency_of_the_state_is_named(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    products = json.loads((ROOT / CATALOG).read_text("utf-8"))["products"]
    products[0]["prices"]["kwd"] = 12_340
    catalog = a_catalog(tmp_path, products=products)
    american = a_seller(tmp_path, address={"line1": "1 Main St", "city": "Salem", "country": "US"})

    assert checked(capsys, american, "--catalog", catalog) == (0, [])
    swedish = a_seller(tmp_path)
    assert checked(capsys, swedish, "--catalog", catalog) == (1, ["catalog.products.prices"])


@pytest.mark.parametrize(
    "changes",
    [
        {"taxed_by": "provider", "code": ""},
        {"taxed_by": "provider", "code": "books"},
        {"code": "txcd_1"},
        {"taxed_by": "stripe"},
        {"adaptive_pricing": "yes"},
        {"version": None, "products": []},
    ],
)
def test_a_catalog_that_cannot_be_sold_from_is_named(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], changes: dict[str, Any]
) -> None:
    catalog = a_catalog(tmp_path, **changes)

    assert checked(capsys, a_seller(tmp_path), "--catalog", catalog) == (1, ["catalog"])


def test_a_catalog_that_is_named_must_be_there(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    missing = str(tmp_path / "none.json")

    assert main(["seller", "check", a_seller(tmp_path), "--catalog", missing]) > 1
    assert "cannot be read" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"taxedby": "provider"}, "taxedby: no such key"),
        ({"products": [{"sku": "A", "vat_pct": "25"}]}, "products.0.vat_pct: no such key"),
    ],
)
def test_a_misspelt_key_of_the_catalog_is_named(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], changes: dict[str, Any], words: str
) -> None:
    path = tmp_path / "catalog.json"
    catalog = json.loads((ROOT / CATALOG).read_text("utf-8"))
    path.write_text(json.dumps(catalog | changes), encoding="utf-8")

    assert main(["seller", "check", a_seller(tmp_path), "--catalog", str(path)]) == 1

    assert words in capsys.readouterr().out


def test_what_the_catalog_lacks_is_one_line_each(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    catalog = json.loads((ROOT / CATALOG).read_text("utf-8"))
    path = tmp_path / "catalog.json"
    seller = a_seller(tmp_path)

    path.write_text(json.dumps({**catalog, "products": [{"sku": "A"}]}), encoding="utf-8")
    main(["seller", "check", seller, "--catalog", str(path)])
    assert "catalog: products.0.prices: Field required\n" in capsys.readouterr().out

    del catalog["links"]
    path.write_text(json.dumps(catalog), encoding="utf-8")
    main(["seller", "check", seller, "--catalog", str(path)])
    assert capsys.readouterr().out.startswith("catalog: 'links' is missing\n")
