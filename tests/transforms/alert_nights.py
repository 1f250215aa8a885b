"""Small nights for the tests of alerts: rules, feeds and findings with as little as a case needs."""

from __future__ import annotations

from datetime import date
from typing import Any

import polars as pl

from transforms.alert_evidence import EVIDENCE
from transforms.alerts import Tonight

NIGHT_1, NIGHT_2, NIGHT_3, NIGHT_4 = (date(2026, 11, day) for day in (19, 20, 21, 22))
HOUSEHOLDS, MEMBERS = "civil_affairs.households", "civil_affairs.household_members"
AUTHORISED, CONTRIBUTIONS = "civil_affairs.authorisations", "human_resources.contributions"
TEXT = pl.String()
RULES = pl.DataFrame(
    {
        "rule_id": ["CB-01", "CB-06"],
        "title": ["多套住房", "家庭成员有正常工资"],
        "level": ["red", "yellow"],
        "version": [1, 3],
        "needs": [[HOUSEHOLDS], [HOUSEHOLDS, MEMBERS, CONTRIBUTIONS]],
        "authorisation": [False, True],
    }
)
POINTER = {"source_table": TEXT, "record_no": TEXT}
HOUSEHOLD_ROWS = pl.DataFrame(
    {
        "household_no": ["JZ1", "JZ1", "JZ1"],
        "program": ["最低生活保障", None, None],
        "person_key": [None, "P1", "P2"],
        "source_table": [HOUSEHOLDS, MEMBERS, MEMBERS],
        "record_no": ["HH1", "HM1", "HM2"],
    }
)
AUTHORISATIONS = pl.DataFrame(
    {
        "household_no": ["JZ1", "JZ1"],
        "person_key": ["P1", "P2"],
        "source_table": [AUTHORISED] * 2,
        "record_no": ["AU1", "AU2"],
    }
)
FINDING = {
    **dict.fromkeys(("rule_id", "anchor_table", "anchor_record_no", "person_key", "household_no"), TEXT),
    **dict.fromkeys(("program", "division_code", "certainty", "explanation"), TEXT),
    "evidence": EVIDENCE,
}


def item(record_no: str = "CO1", value: str = "4000.00", **other: Any) -> dict[str, Any]:
    """One evidence item."""
    return {
        "source_table": CONTRIBUTIONS,
        "record_no": record_no,
        "what": "企业职工养老缴费",
        "value": value,
        "on": date(2026, 10, 1),
        **other,
    }


def finding(**other: Any) -> dict[str, Any]:
    """A finding of CB-06 on the member row HM1 of household JZ1."""
    return {
        "rule_id": "CB-06",
        "anchor_table": MEMBERS,
        "anchor_record_no": "HM1",
        "person_key": "P1",
        "household_no": "JZ1",
        "program": "最低生活保障",
        "division_code": "999901001001",
        "certainty": "certain",
        "explanation": "近3个整月有2个月的缴费记录。",
        "evidence": [item()],
        **other,
    }


def findings(*rows: dict[str, Any]) -> pl.DataFrame:
    """Findings as the rules hand them over."""
    return pl.DataFrame(list(rows), schema=FINDING)


def tonight(
    night: date,
    unreadable: tuple[tuple[str, str | None], ...] = (),
    refused: tuple[str, ...] = (),
    rules: pl.DataFrame = RULES,
    household_rows: pl.DataFrame = HOUSEHOLD_ROWS,
    **other: Any,
) -> Tonight:
    """A night on which all arrived but the tables `refused` and the rows `unreadable`."""
    tables = [HOUSEHOLDS, MEMBERS, CONTRIBUTIONS]
    feeds = pl.DataFrame({"table": tables, "readable": [table not in refused for table in tables]})
    rows = pl.DataFrame(list(unreadable), schema=POINTER, orient="row")
    return Tonight(night, rules, feeds, rows, household_rows, AUTHORISATIONS, **other)
