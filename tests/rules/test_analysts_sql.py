"""What single questions of analysts count: who draws a benefit tonight, and shares that are not rounded up to all."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

import duckdb
import pytest

from flows.resources import sql_texts


@pytest.fixture
def city() -> Iterator[duckdb.DuckDBPyConnection]:
    """Two thousand people of 80; all draw the allowance but the last, who draws it from tomorrow on."""
    connection = duckdb.connect(config={"threads": 1})
    connection.execute("""
        CREATE SCHEMA fact;
        CREATE TABLE runs AS SELECT DATE '2026-11-22' AS as_of;
        CREATE TABLE divisions_now (code VARCHAR, full_name VARCHAR);
        CREATE TABLE alerts (alert_id VARCHAR, rule_id VARCHAR, state VARCHAR, person_key VARCHAR);
        CREATE TABLE person_bands AS
            SELECT 'P' || n AS person_key, '80-89岁' AS age_band, '999901001001' AS division_code, NULL::DATE AS died_on
            FROM range(2000) AS numbers (n);
        CREATE TABLE fact.benefit AS
            SELECT
                'P' || n AS person_key, '高龄津贴' AS program, '999901001001' AS division_code,
                DATE '2026-11-22' + (n = 1999)::INTEGER AS start_on, NULL::DATE AS end_on
            FROM range(2000) AS numbers (n)
            UNION ALL SELECT 'P0', '养老服务补贴', '999902001001', DATE '2026-11-23', NULL
            UNION ALL SELECT NULL, '高龄津贴', '999902001001', DATE '2026-01-01', NULL
            UNION ALL SELECT NULL, '高龄津贴', '999903001001', DATE '2026-01-01', NULL;
        CREATE TABLE fact.household (household_no VARCHAR, program VARCHAR, status VARCHAR, division_code VARCHAR);
        CREATE TABLE fact.member (household_no VARCHAR, person_key VARCHAR, member_kind VARCHAR);
    """)
    yield connection
    connection.close()


def answered(city: duckdb.DuckDBPyConnection, question: str) -> list[tuple[object, ...]]:
    return city.execute(sql_texts("analysts")[question]).fetchall()


def test_coverage_that_misses_one_of_two_thousand_is_not_100(city: duckdb.DuckDBPyConnection) -> None:
    assert answered(city, "12_elder_allowance_coverage") == [("999901001", 2000, 1999, Decimal("99.9"))]


def test_a_benefit_that_begins_tomorrow_is_not_drawn_together_with_another(city: duckdb.DuckDBPyConnection) -> None:
    assert answered(city, "08_benefits_together") == []


def test_records_of_nobody_known_are_not_one_person_in_two_townships(city: duckdb.DuckDBPyConnection) -> None:
    assert answered(city, "07_benefits_across_townships") == []


def test_reports_in_date_are_cut_off(city: duckdb.DuckDBPyConnection) -> None:
    city.execute("""
        CREATE OR REPLACE TABLE fact.household AS
        SELECT '在享' AS status, '999901001001' AS division_code, if(n = 0, NULL, DATE '2026-11-01') AS report_on
        FROM range(2000) AS numbers (n)
    """)
    assert answered(city, "21_reports_in_date") == [("999901001", 2000, 1999, 0, 1, Decimal("99.9"))]
