from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest

from emulators.bigquery.sql_tokens import BadSql
from tests.emulators.bigquery.a_warehouse import SharedWarehouse, with_events

PAID = '{"type": "order.paid.v1", "amount_minor": "1250", "lines": [{"sku": "a"}]}'
THE_PAID = "FROM commerce.events WHERE message_id = '1'"
AT = datetime(2026, 3, 18, 21, 30, 15, 250_000, tzinfo=UTC)


@pytest.fixture(scope="module")
def events(shared: SharedWarehouse) -> SharedWarehouse:
    """Two events: one that was paid, and an empty one a day later."""
    paid = {"message_id": "1", "publish_time": AT, "data": PAID, "attributes": '{"a": "b"}'}
    empty = {"message_id": "2", "publish_time": AT + timedelta(days=1), "data": "{}"}
    shared.loop.run(with_events(shared.warehouse, paid, empty))
    return shared


@pytest.mark.parametrize(
    ("expression", "value"),
    [
        ("JSON_VALUE(data, '$.type')", "order.paid.v1"),
        ('JSON_VALUE(data, "$.lines[0].sku")', "a"),
        ("TO_JSON_STRING(JSON_QUERY(data, '$.lines'))", '[{"sku":"a"}]'),
        ("SAFE_CAST(JSON_VALUE(data, '$.amount_minor') AS INT64)", 1250),
        ("SAFE_CAST(JSON_VALUE(data, '$.type') AS NUMERIC)", None),
        ("CAST('1.5' AS NUMERIC)", Decimal("1.5")),
        ("TIMESTAMP_TRUNC(publish_time, DAY)", datetime(2026, 3, 18)),  # noqa: DTZ001 - BigQuery's are UTC
        ("DATE(publish_time)", date(2026, 3, 18)),
        ("DATE_TRUNC(DATE(publish_time), MONTH)", date(2026, 3, 1)),
        ("DATE_TRUNC(DATE(publish_time), ISOWEEK)", date(2026, 3, 16)),
        ("EXTRACT(HOUR FROM publish_time)", 21),
        ("FORMAT_TIMESTAMP('%Y-%m', publish_time)", "2026-03"),
        ("TIMESTAMP_DIFF(publish_time, TIMESTAMP('2026-03-17 22:00:00'), DAY)", 0),
        ("DATE_DIFF(DATE '2026-03-18', DATE '2026-03-01', DAY)", 17),
        ("DATE(TIMESTAMP_ADD(publish_time, INTERVAL 3 HOUR))", date(2026, 3, 19)),
        ("UNIX_MILLIS(publish_time)", 1773869415250),
        ("SAFE_DIVIDE(1, 0)", None),
        ("IFNULL(NULL, 'x')", "x"),
        ("IF(TRUE, 1, 2)", 1),
        (r"'it\'s'", "it's"),
        (r"r'\d'", r"\d"),
        ("REGEXP_CONTAINS('abc', r'^a.c$')", True),
        ("['a', 'b'][OFFSET(1)]", "b"),
        ("['a', 'b'][ORDINAL(1)]", "a"),
        ("CAST(1 AS FLOAT64) / 2", 0.5),
    ],
)
def test_an_expression_means_what_it_means_in_bigquery(
    events: SharedWarehouse, expression: str, value: Any
) -> None:
    [[found]] = events.ask(f"SELECT {expression} {THE_PAID}")

    assert found == value


def test_a_table_is_found_by_every_form_of_its_name(events: SharedWarehouse) -> None:
    forms = ("`kvitto-test.commerce.events`", "`commerce.events`", "`commerce`.`events`")

    assert [events.ask("SELECT COUNT(*) FROM " + form) for form in forms] == [[(2,)]] * 3  # noqa: S608 - fixed texts


def test_aggregates_count_what_they_say(events: SharedWarehouse) -> None:
    sql = """
        # how many, and how many of them empty
        SELECT COUNT(*) AS n, COUNTIF(JSON_VALUE(data, '$.type') IS NULL) AS empty,
               LOGICAL_OR(message_id = "2") AS has_two
        FROM commerce.events -- all of them
    """

    assert events.ask(sql) == [(2, 1, True)]


def test_the_latest_of_each_is_found_by_qualify(events: SharedWarehouse) -> None:
    sql = """
        SELECT * EXCEPT (data, attributes, subscription_name) FROM commerce.events
        QUALIFY ROW_NUMBER() OVER (PARTITION BY subscription_name ORDER BY publish_time DESC) = 1
    """

    [[message_id, _]] = events.ask(sql)

    assert message_id == "2"


def test_a_parameter_is_no_part_of_the_text(events: SharedWarehouse) -> None:
    sql = "SELECT message_id FROM commerce.events WHERE message_id = @id"

    assert events.ask(sql, id="2") == [("2",)]
    assert events.ask(sql, id="2' OR '1' = '1") == []


def test_now_is_what_the_clock_says(events: SharedWarehouse) -> None:
    events.loop.call(lambda: events.clock.advance(timedelta(days=1000)))

    [[instant, day]] = events.ask("SELECT CURRENT_TIMESTAMP(), CURRENT_DATE()")

    now = events.clock.now()
    assert abs(instant.replace(tzinfo=UTC) - now) < timedelta(seconds=60)
    assert day == instant.date()


@pytest.mark.parametrize(
    "sql",
    [
        "",
        "DELETE FROM commerce.events WHERE TRUE",
        "SELECT 1; SELECT 2",
        "SELECT nothing FROM commerce.events",
        "SELECT * FROM commerce.nothing",
        "SELECT 'unclosed",
        "SELECT DATE_TRUNC(CURRENT_DATE(), WEEK)",
        "SELECT CAST('x' AS INT64)",
        "SELECT * FROM read_csv('/etc/passwd')",
    ],
)
def test_what_cannot_be_answered_is_refused(events: SharedWarehouse, sql: str) -> None:
    with pytest.raises(BadSql):
        events.ask(sql)


def test_a_column_without_a_name_is_called_as_bigquery_calls_it(events: SharedWarehouse) -> None:
    asking = events.warehouse.query("SELECT 1, 2 AS two, 3", project="p")

    columns = events.loop.run(asking).columns

    assert [column.name for column in columns] == ["f0_", "two", "f2_"]
