"""Shares: of one population, cut off and not rounded, unknown where a part of it is."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

import duckdb
import pytest

from flows.resources import sql_texts


@pytest.fixture
def shares() -> Iterator[duckdb.DuckDBPyConnection]:
    connection = duckdb.connect(config={"threads": 1})
    connection.execute("CREATE TABLE divisions_now (code VARCHAR, full_name VARCHAR, name VARCHAR, parent VARCHAR)")
    yield connection
    connection.close()


def test_coverage_of_100_is_said_of_nothing_that_misses_anybody(shares: duckdb.DuckDBPyConnection) -> None:
    shares.execute("""
        CREATE TABLE care_list AS
        SELECT '探访' AS topic, '高龄' AS class, '999901001' AS township, 'P' || n AS person_key, n < 2000 AS covered
        FROM range(2001) AS numbers (n)
        UNION ALL SELECT '探访', '失能', '999901001', 'Q', FALSE
        UNION ALL SELECT '探访', '失能', '999901001', 'Q', NULL
        UNION ALL SELECT '探访', '失能', '999901001', 'R', NULL
        UNION ALL SELECT '探访', '失能', '999901001', 'S', TRUE
        UNION ALL SELECT '采集', '失能', '999901001', 'R', NULL
    """)
    shares.execute(f"CREATE TABLE care_coverage AS {sql_texts('lists')['60_care_coverage']}")
    found = shares.execute(f"""
        SELECT topic, class, people, covered, missing, unknown, rate_percent
        FROM ({sql_texts("views")["72_care_coverage_named"]}) WHERE township = '全部' ORDER BY ALL
    """).fetchall()
    assert found == [
        ("探访", "全部", 2004, 2001, 2, 1, Decimal("99.9")),
        ("探访", "失能", 3, 1, 1, 1, Decimal("50.0")),  # known to be missed once is missed
        ("探访", "高龄", 2001, 2000, 1, 0, Decimal("99.9")),
        ("采集", "全部", 1, 0, 0, 1, None),
        ("采集", "失能", 1, 0, 0, 1, None),
    ]


def test_a_rate_nobody_delivered_is_no_nought(shares: duckdb.DuckDBPyConnection) -> None:
    shares.execute("""
        CREATE TABLE scorecard_month AS SELECT DATE '2026-11-01' AS from_on, DATE '2026-12-01' AS until_on;
        CREATE TABLE report_status AS SELECT '最低生活保障' AS program, '999901001001' AS division_code,
            DATE '2026-11-02' AS approved_on, 'not_delivered' AS first_check, 'not_delivered' AS recheck,
            'not_delivered' AS report_state;
        CREATE TABLE benefit_reports AS SELECT '最低生活保障' AS program, '999901001001' AS division_code,
            'not_delivered' AS report_state, 500::DECIMAL(18, 2) AS monthly_yuan;
        CREATE TABLE verification_results AS SELECT '低保边缘' AS program, 'fail' AS outcome, '其他' AS next_tier;
        CREATE TABLE alerts (alert_id VARCHAR, division_code VARCHAR);
        CREATE TABLE alert_events (alert_id VARCHAR, event VARCHAR, night DATE);
        CREATE TABLE work_by_township (township VARCHAR, shown BIGINT, overdue BIGINT, red BIGINT);
    """)
    shares.execute(f"CREATE VIEW precise_assistance AS {sql_texts('views')['73_precise_assistance']}")
    townships = shares.execute(sql_texts("scorecard")["townships"]).pl()
    assert townships.select("in_payment", "valid", "rate_percent").rows() == [(1, 0, None)]
    programs = shares.execute(sql_texts("scorecard")["programs"]).pl()
    # an applicant of a program in which nobody is on aid is judged, and counted
    assert programs.select("program", "households", "valid_percent", "failed").rows() == [
        ("最低生活保障", 1, None, None),
        ("低保边缘", 0, None, 1),
    ]
