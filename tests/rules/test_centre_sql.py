"""sql/centre: verify first, re-checks due, valid reports of benefits; and that it says what SJ-10 and SJ-11 say."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import duckdb
import polars as pl

from flows.centre.night import asked
from tests.rules.rule_files import texts
from transforms.rules.engine import findings, prepare
from transforms.rules.examples import load_example
from transforms.rules.head import Example, parse_rule

AID = {"program": "最低生活保障", "status": "在享", "approved_on": "2026-01-10"}


def centre(
    con: duckdb.DuckDBPyConnection,
    marts: dict[str, str],
    given: dict[str, list[dict[str, Any]]],
    as_of: str = "2026-11-22",
    policy: dict[str, Any] | None = None,
) -> dict[str, pl.DataFrame]:
    load_example(con, Example(why="一例", as_of=as_of, given=given, expect=[], policy=policy or {}))
    prepare(con, "linked", marts)
    return asked(con)


def test_was_there_a_report_before_the_approval(con: duckdb.DuckDBPyConnection, marts: dict[str, str]) -> None:
    reports = {"H1": "2026-01-10", "H2": "2026-01-11", "H3": "2025-10-12", "H4": "2025-10-11", "H5": None}
    rows = [{**AID, "record_no": no, "household_no": no, "report_on": on} for no, on in reports.items()]
    told = centre(con, marts, {"household": rows}, policy={"report_valid_days": "90"})["report_status"]
    expected = {"H1": "before", "H2": "late", "H3": "before", "H4": "stale", "H5": "missing"}
    assert dict(told.select("record_no", "first_check").iter_rows()) == expected
    assert told["report_age_days"].to_list() == [0, -1, 90, 91, None]
    without = centre(con, marts, {"household": rows}, policy={"report_valid_days": None})["report_status"]
    assert dict(without.select("record_no", "first_check").iter_rows())["H4"] == "before"
    empty = centre(con, marts, {"household": [{**row, "report_on": None} for row in rows]})["report_status"]
    assert set(empty["first_check"]) == {"not_delivered"}
    assert set(empty["report_state"]) == {"not_delivered"}


def test_rechecks_by_class_and_program(con: duckdb.DuckDBPyConnection, marts: dict[str, str]) -> None:
    on = {"last_verified_on": "2026-05-22"}
    rows = [
        {**AID, **on, "record_no": "A", "household_no": "A", "category": "A"},
        {**AID, **on, "record_no": "B", "household_no": "B", "category": "B"},
        {**AID, **on, "record_no": "C", "household_no": "C", "category": "C"},
        {**AID, **on, "record_no": "R", "household_no": "R", "program": "刚性支出困难"},
        {**AID, "record_no": "N", "household_no": "N", "category": "C", "report_on": "2026-11-01"},
        {**AID, **on, "record_no": "X", "household_no": "X", "status": "停发"},
    ]
    told = centre(con, marts, {"household": rows})["report_status"]
    found = {row["record_no"]: row for row in told.iter_rows(named=True)}
    assert {no: (row["months"], row["recheck"]) for no, row in found.items()} == {
        "A": (12, "planned"), "B": (6, "planned"), "C": (3, "overdue"), "R": (12, "planned"), "N": (3, "never"),
    }  # fmt: skip
    assert found["B"]["due_on"] == date(2026, 11, 22)
    assert found["C"]["report_state"] == "expired"
    assert (found["N"]["report_state"], found["N"]["report_until"]) == ("valid", date(2027, 2, 1))
    local = centre(con, marts, {"household": rows}, policy={"recheck_months_c": "6"})["report_status"]
    assert dict(local.select("record_no", "recheck").iter_rows())["C"] == "planned"


def test_overdue_is_what_sj_11_finds_on_every_day(con: duckdb.DuckDBPyConnection, marts: dict[str, str]) -> None:
    first = date(2023, 11, 20)
    rows = [
        {**AID, "approved_on": "2023-01-01", "record_no": f"{kind}{day:03}", "household_no": f"{kind}{day:03}",
         "category": kind, "last_verified_on": str(first + timedelta(days=day))}
        for kind in "ABC" for day in range(0, 480, 1 if kind == "C" else 7)
    ]  # fmt: skip
    rule = parse_rule("SJ-11.sql", texts("rules/alert")["SJ-11.sql"])
    for as_of in ("2024-02-28", "2024-02-29", "2024-03-01", "2024-05-31", "2025-02-28", "2025-03-01"):
        told = centre(con, marts, {"household": rows}, as_of)["report_status"]
        late = set(told.filter(pl.col("recheck").is_in(["overdue", "never"]))["record_no"])
        assert late == set(findings(con, rule)["anchor_record_no"]), as_of
        assert late, as_of


def test_benefits_in_payment_and_their_reports(con: duckdb.DuckDBPyConnection, marts: dict[str, str]) -> None:
    homes = [
        {**AID, "record_no": "H1", "household_no": "J1", "report_on": "2026-01-05", "last_verified_on": "2026-11-01"},
        {**AID, "record_no": "H2", "household_no": "J2", "last_verified_on": "2025-01-01"},
        {**AID, "record_no": "H3", "household_no": "J3", "program": "特困供养", "report_on": "2026-01-05"},
    ]
    paid = {"monthly_yuan": "500", "start_on": "2026-02-01", "program": "最低生活保障"}
    benefits = [
        {**paid, "record_no": "B1", "household_no": "J1"},
        {**paid, "record_no": "B2", "household_no": "J2"},
        {**paid, "record_no": "B3", "household_no": "J9"},
        {**paid, "record_no": "B4", "program": "特困供养", "person_key": "P3"},
        {**paid, "record_no": "B5", "household_no": "J1", "end_on": "2026-11-01"},
        {**paid, "record_no": "B6", "program": "高龄津贴", "person_key": "P3"},
    ]
    member = [{"household_no": "J3", "person_key": "P3", "relation": "本人", "member_kind": "共同生活"}]
    told = centre(con, marts, {"household": homes, "benefit": benefits, "member": member})["benefit_reports"]
    assert dict(told.select("record_no", "report_state").iter_rows()) == {
        "B1": "valid", "B2": "expired", "B3": "no_household", "B4": "valid",
    }  # fmt: skip
    assert told.filter(pl.col("record_no") == "B4")["household_no"].item() == "J3"
