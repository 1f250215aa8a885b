"""A published file of a few rows, for the tests of the warehouse, its views and the report. All invented."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from functools import cache
from zoneinfo import ZoneInfo

import polars as pl

from schemas.published import published
from tests.transforms.alert_nights import NIGHT_1, NIGHT_2, finding, findings, tonight
from transforms.alerts import advance, no_alerts
from transforms.handling.handling import handle
from transforms.handling.tonight import Circumstances

AS_OF = date(2026, 11, 22)
MORNING = datetime(2026, 11, 22, 1, 30, tzinfo=ZoneInfo("Asia/Shanghai"))


def rows(key: str, *given: dict) -> pl.DataFrame:
    """Rows of a published table; columns not named are null."""
    dtypes = published()[key].dtypes
    return pl.DataFrame([{column: row.get(column) for column in dtypes} for row in given], schema=dtypes)


@cache
def alerts() -> pl.DataFrame:
    """Three open alerts, one of them likely and overdue only much later, and a resolved one; one is held back."""
    first = [finding(), finding(anchor_record_no="HM2", division_code="888801001001"), finding(anchor_record_no="HM3")]
    before = advance(no_alerts(), findings(*first), tonight(NIGHT_1))
    seen = handle(no_alerts(), before, Circumstances(NIGHT_1)).alerts
    second = [*first[:2], finding(rule_id="CB-01", anchor_record_no="HH1", certainty="likely", evidence=[])]
    after = advance(before, findings(*second), tonight(NIGHT_2))
    held = pl.col("division_code") == "888801001001"
    decisions = after.filter(held).select(
        "alert_id", decision_id=pl.lit("D1"), disposition=pl.lit("属实-符合豁免"), decided_on=pl.lit(NIGHT_2)
    )
    handled = handle(seen, after, Circumstances(NIGHT_2, NIGHT_1, decisions=decisions)).alerts
    ours = pl.col("anchor_record_no") == "HM1"
    late = pl.lit(date(2026, 11, 20))
    return handled.with_columns(
        due_on=pl.when(ours).then(late).otherwise("due_on"),
        overdue=pl.when(ours).then(pl.lit("respond")).otherwise("overdue"),
        escalation=pl.when(ours).then(pl.lit("supervisor")).otherwise("escalation"),
    )


def feed(table: str, status: str, loaded: int, quarantined: int, batch_date: date = AS_OF) -> dict:
    """A row of feeds whose counts balance."""
    counts = {
        "rows_in": loaded + quarantined,
        "rows_loaded": loaded,
        "rows_quarantined": quarantined,
        "rows_superseded": 0,
    }
    return {"department": "civil_affairs", "table_name": table, "batch_date": batch_date, "status": status, **counts}


def city(run_id: str = "r1", as_of: date = AS_OF) -> dict[str, pl.DataFrame]:
    """Every table that the views and the report look at."""
    household = {"source_table": "civil_affairs.households", "record_no": "HH1", "household_no": "JZ1"}
    link = {"department": "civil_affairs", "table_name": "households", "record_no": "R1", "person_role": "member"}
    return {
        "runs": rows(
            "runs",
            {
                "run_id": run_id,
                "as_of": as_of,
                "started_at": MORNING,
                "state": "published",
                "code_version": "1",
                "policy_version": "1",
            },
        ),
        "alerts": alerts(),
        "persons": rows("persons", {"person_key": "P00000000001", "name": "张三"}),
        "identity_links": rows(
            "identity_links",
            {**link, "owner_index": 1, "person_key": "P1", "method": "probabilistic", "certainty": "likely"},
            {**link, "owner_index": 2, "person_key": "P2", "method": "exact_id", "certainty": "certain"},
        ),
        "verification_results": rows(
            "verification_results",
            {
                "household_no": "JZ1",
                "program": "最低生活保障",
                "as_of": as_of,
                "members": 2,
                "income_yuan_month": Decimal("2100.00"),
                "income_per_head_yuan": Decimal("1050.00"),
                "proposed_tier": "低保边缘",
                "outcome": "fail",
                "reasons": ["人均月收入高于标准", "超过类别"],
            },
        ),
        "fact.household": rows(
            "fact.household", {**household, "program": "最低生活保障", "division_code": "999901001001"}
        ),
        "divisions": rows(
            "divisions",
            {"code": "9999", "name": "示例市"},
            {"code": "999901", "name": "一县", "parent": "9999"},
            {"code": "999901001001", "name": "旧名村", "parent": "999901", "valid_until": date(2025, 1, 1)},
            {"code": "999901001001", "name": "向阳村", "parent": "999901", "valid_from": date(2025, 1, 1)},
        ),
        "delivered_tables": rows(
            "delivered_tables",
            {
                "department": "civil_affairs",
                "table_name": "households",
                "department_label": "民政",
                "table_label": "救助家庭",
                "kind": "state",
            },
        ),
        "feeds": rows(
            "feeds",
            feed("households", "accepted", 7, 1, date(2026, 11, 20)),
            feed("households", "rejected", 0, 0),
            feed("deaths", "accepted", 3, 0),
        ),
        "rules": rows(
            "rules",
            *(
                {"rule_id": rule_id, "title": title, "class": "错保", "level": level}
                for rule_id, title, level in (("CB-01", "多套住房", "red"), ("CB-06", "家庭成员有正常工资", "yellow"))
            ),
        ),
        "rules_skipped": rows(
            "rules_skipped", {"rule_id": "CB-01", "locality": "9999", "parameter": "home_count_limit"}
        ),
    }
