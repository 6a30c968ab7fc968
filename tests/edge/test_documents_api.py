"""Documents by the order's token and by links of some minutes: who gets what, and how."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest

from shared.domain.cause import Cause
from shared.domain.ids import OrderId, invoice_id_of
from shared.usecases.ports.failures import Unavailable
from shared.usecases.read_document import OrderFile
from tests.builders.invoices import TRACEPARENT
from tests.builders.purchases import TOTAL_MINOR, archived, paid, receipted
from tests.builders.refunds import tell, to_rest
from tests.builders.stripe_events import a_refund_event
from tests.builders.structured import with_xml
from tests.edge.asking import Answer
from tests.edge.shop_api import ShopApi
from tests.fakes.troubled import Trouble, Troubled

INVOICE = "INV-2026-000001.pdf"
BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"


def below(shop: ShopApi, order_id: OrderId, rest: str) -> str:
    return f"/v1/orders/{shop.tokens.issue(order_id)}{rest}"


def followed(shop: ShopApi, path: str) -> Answer:
    """The answer of the link that `path` leads to."""
    answer = shop.ask("GET", path)
    assert (answer.status, answer.body) == (303, b"")
    assert answer.headers["cache-control"] == "no-store"
    return shop.ask("GET", answer.headers["location"])


@pytest.mark.parametrize("rest", ["/invoice.pdf", f"/documents/{INVOICE}"])
def test_the_token_leads_to_a_link_that_no_longer_holds_it(rest: str) -> None:
    shop = ShopApi()
    order_id = archived(shop.shop)

    answer = shop.ask("GET", below(shop, order_id, rest))

    assert answer.headers["location"].startswith(f"/v1/files/{order_id}.{INVOICE}.")
    assert shop.tokens.issue(order_id) not in answer.headers["location"]


@pytest.mark.parametrize("query", ["", "?download=../../x", "?filename=a%0d%0aX-Evil:1"])
@pytest.mark.parametrize("range_", ["", "bytes=0-1", "bytes=-99999999999", "x"])
def test_a_document_is_sent_whole_under_a_fixed_name(query: str, range_: str) -> None:
    shop = ShopApi()
    order_id = archived(shop.shop)
    link = shop.links.issue(OrderFile(order_id, INVOICE))
    headers = {"Range": range_} if range_ else None

    answer = shop.ask("GET", f"/v1/files/{link}{query}", headers=headers)

    assert answer.status == 200
    assert answer.headers["content-type"] == "application/pdf"
    assert answer.headers["content-disposition"] == f'inline; filename="{INVOICE}"'
    assert answer.headers["cache-control"] == "no-store"
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert "x-evil" not in answer.headers
    assert answer.body.startswith(b"%PDF INV-2026-000001")


def test_a_link_that_has_expired_says_so_and_where_to_go() -> None:
    shop = ShopApi()
    order_id = archived(shop.shop)
    link = shop.ask("GET", below(shop, order_id, "/invoice.pdf")).headers["location"]

    shop.shop.clock.wait(5 * 60)
    answer = shop.ask("GET", link)

    assert answer.status == 410
    assert "open the order again" in answer.problem["detail"]
    assert followed(shop, below(shop, order_id, "/invoice.pdf")).status == 200


def test_the_token_of_another_order_finds_nothing_even_with_the_right_number() -> None:
    shop = ShopApi()
    mine, other = archived(shop.shop, 1), archived(shop.shop, 2)
    ghost = OrderId("ord_" + "a" * 26)

    answers = [
        shop.ask("GET", below(shop, order_id, f"/documents/{INVOICE}"))
        for order_id in (other, ghost)
    ]

    assert followed(shop, below(shop, mine, f"/documents/{INVOICE}")).status == 200
    assert [answer.status for answer in answers] == [404, 404]
    assert not any("detail" in answer.problem for answer in answers)


@pytest.mark.parametrize(
    "name",
    [
        "INV-2026-000001.json",  # the snapshot is for the archive alone
        "INV-2026-000001.xml",  # there is none
        "INV-2026-000001",
        "inv-2026-000001.pdf",
        "INV-2026-000009.pdf",
        "..",
    ],
)
def test_what_is_no_file_for_buyers_is_not_found(name: str) -> None:
    shop = ShopApi()
    order_id = archived(shop.shop)

    assert shop.ask("GET", below(shop, order_id, f"/documents/{name}")).status == 404


@pytest.mark.parametrize("link", ["x", "..", "ord_a.INV-2026-000001.pdf.1795348800.AAAA"])
def test_a_link_that_is_not_ours_is_not_found(link: str) -> None:
    assert ShopApi().ask("GET", f"/v1/files/{link}").status == 404


def test_a_document_that_is_not_drawn_yet_is_accepted_and_shows_no_number() -> None:
    shop = ShopApi()
    order_id = paid(shop.shop)

    before = shop.ask("GET", below(shop, order_id, "/invoice.pdf"))
    shop.shop.number("INV")
    numbered = shop.ask("GET", below(shop, order_id, f"/documents/{INVOICE}"))

    for answer in (before, numbered):
        assert (answer.status, answer.headers["retry-after"], answer.body) == (202, "1", b"")


def test_the_xml_is_offered_as_a_file_where_there_is_one() -> None:
    shop = ShopApi()
    shop.shop.issue = replace(shop.shop.issue, render=with_xml)
    order_id = archived(shop.shop)

    (document,) = seen(shop, order_id)["documents"]
    answer = followed(shop, path_of(document["xml_url"]))

    assert answer.headers["content-type"] == "application/xml"
    assert answer.headers["content-disposition"] == ('attachment; filename="INV-2026-000001.xml"')
    assert b"<cbc:ID>INV-2026-000001</cbc:ID>" in answer.body


def test_credit_notes_and_reversals_are_offered_beside_the_invoice() -> None:
    shop = ShopApi()
    order_id = receipted(shop.shop)
    tell(shop.shop, a_refund_event(amount_minor=TOTAL_MINOR))
    to_rest(shop.shop)
    failed = a_refund_event("failed", amount_minor=TOTAL_MINOR, event_id="evt_2", status="failed")
    tell(shop.shop, failed)
    to_rest(shop.shop)

    documents = seen(shop, order_id)["documents"]

    assert [(one["kind"], one["number"], one["corrects"]) for one in documents] == [
        ("invoice", "INV-2026-000001", None),
        ("credit_note", "CN-2026-000001", "INV-2026-000001"),
        ("reversal", "RV-2026-000001", "CN-2026-000001"),
    ]
    for document in documents:
        answer = followed(shop, path_of(document["pdf_url"]))
        assert answer.body.startswith(f"%PDF {document['number']}".encode())
        assert (document["xml_url"], document["total_minor"]) == (None, TOTAL_MINOR)


def test_a_person_with_an_expired_link_reads_a_page_that_hands_out_no_order() -> None:
    shop = ShopApi()
    order_id = archived(shop.shop)
    link = shop.links.issue(OrderFile(order_id, INVOICE))
    shop.shop.clock.wait(3600)

    answer = shop.ask("GET", f"/v1/files/{link}", headers={"Accept": BROWSER})

    assert (answer.status, answer.headers["content-type"]) == (410, "text/html; charset=utf-8")
    page = answer.body.decode()
    assert "<h1>Gone</h1>" in page
    assert "This link has expired; open the order again" in page
    assert order_id not in page


@pytest.mark.parametrize("path", ["/v1/files/ord_a.INV-2026-000001.pdf.1.x", "/buy/nope"])
def test_a_person_with_a_wrong_link_reads_a_page(path: str) -> None:
    answer = ShopApi().ask("GET", path, headers={"Accept": BROWSER})

    assert answer.status == 404
    assert "<h1>Not Found</h1>" in answer.body.decode()


def test_an_archive_that_is_away_is_not_an_empty_document() -> None:
    shop = ShopApi()
    link = shop.links.issue(OrderFile(archived(shop.shop), INVOICE))
    down = Troubled(shop.shop.archive, "read", [Trouble(Unavailable("timed out"))])
    shop.documents = replace(shop.documents, read=replace(shop.documents.read, archive=down))

    assert shop.ask("GET", f"/v1/files/{link}").status == 503


def test_a_document_that_is_gone_is_an_error_and_not_an_empty_file() -> None:
    shop = ShopApi()
    link = shop.links.issue(OrderFile(archived(shop.shop), INVOICE))
    shop.shop.archive.forget(f"invoices/2026/{INVOICE}")

    assert shop.ask("GET", f"/v1/files/{link}").status == 503


def test_a_database_that_is_away_asks_to_come_back() -> None:
    shop = ShopApi()
    order_id = archived(shop.shop)
    down = Troubled(shop.shop.database, "read", [Trouble(Unavailable("timed out"))])
    shop.documents = replace(shop.documents, find=replace(shop.documents.find, database=down))

    assert shop.ask("GET", below(shop, order_id, "/invoice.pdf")).status == 503


def test_a_repeated_issue_of_a_document_changes_no_link() -> None:
    shop = ShopApi()
    order_id = archived(shop.shop)
    first = shop.ask("GET", below(shop, order_id, "/invoice.pdf")).headers["location"]

    shop.shop.issue(invoice_id_of(order_id), Cause("evt_numbered", TRACEPARENT))

    assert shop.ask("GET", below(shop, order_id, "/invoice.pdf")).headers["location"] == first


def seen(shop: ShopApi, order_id: OrderId) -> dict[str, Any]:
    order: dict[str, Any] = json.loads(shop.ask("GET", below(shop, order_id, "")).body)
    return order


def path_of(url: str) -> str:
    return url.removeprefix("https://api.example")
