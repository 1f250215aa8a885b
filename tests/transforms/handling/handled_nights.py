"""Alerts as `advance` leaves them, with as little as a case needs, and nights of the whole handling over them."""

from __future__ import annotations

from datetime import date
from typing import Any

import polars as pl

from transforms.alert_evidence import fingerprint
from transforms.alerts import ALERTS
from transforms.handling.handling import Handled, handle
from transforms.handling.tonight import ANSWERED, DECISIONS, PEOPLE, TEXT, Circumstances
from transforms.handling.working import DEFAULTS

FRIDAY = date(2026, 11, 20)
VALUES = {"division_code": TEXT, **{name: pl.Float64() if name == "need_share" else pl.Int64() for name in DEFAULTS}}
MEMBERS = "civil_affairs.household_members"


def alert(number: str, rule_id: str = "CB-06", **other: Any) -> dict[str, Any]:
    """An open yellow alert A<number> of a person and household of their own, first found on FRIDAY."""
    evidence = other.get("evidence", "[]")
    return {
        "alert_id": f"A{number}",
        "rule_id": rule_id,
        "rule_version": 1,
        "level": "yellow",
        "state": "new",
        "frozen": False,
        "anchor_table": MEMBERS,
        "anchor_record_no": f"HM{number}",
        "person_key": f"P{number}",
        "household_no": f"J{number}",
        "division_code": "999901001001",
        "first_seen": FRIDAY,
        "opened_on": FRIDAY,
        "last_seen": FRIDAY,
        "due_on": FRIDAY,
        "times_reopened": 0,
        "confidence": "certain",
        "title": "标题",
        "explanation": "说明",
        "evidence": evidence,
        "evidence_fingerprint": fingerprint(rule_id, evidence),
        "rests_on": [],
        **other,
    }


def alerts(*rows: dict[str, Any]) -> pl.DataFrame:
    """Alerts of these rows; what is not named is null."""
    return pl.DataFrame(list(rows), schema=ALERTS, orient="row")


def people(*pairs: tuple[str, str]) -> pl.DataFrame:
    """household_no, person_key."""
    return pl.DataFrame(list(pairs), schema=PEOPLE, orient="row")


def values(code: str = "", **given: float) -> pl.DataFrame:
    """What a place states; the root if no code is given."""
    return pl.DataFrame([{"division_code": code, **given}], schema=VALUES)


def decided(*alert_ids: str, disposition: str = "不属实-数据滞后") -> pl.DataFrame:
    """Decisions that hold, D<alert_id> each."""
    rows = [(name, f"D{name}", disposition, FRIDAY) for name in alert_ids]
    return pl.DataFrame(rows, schema=DECISIONS, orient="row")


def answered(*pairs: tuple[str, date]) -> pl.DataFrame:
    """Steps staff recorded."""
    return pl.DataFrame(list(pairs), schema=ANSWERED, orient="row")


def one_night(*rows: dict[str, Any], before: Handled | None = None, **circumstances: Any) -> Handled:
    """A night (FRIDAY if not said) on which data leaves these alerts."""
    last = alerts().clear() if before is None else before.alerts
    return handle(last, alerts(*rows), Circumstances(**{"night": FRIDAY, **circumstances}))


def of(handled: Handled, column: str) -> dict[str, Any]:
    """alert_id -> a column."""
    return dict(handled.alerts.select("alert_id", column).iter_rows())


def told(handled: Handled) -> dict[str, list[str]]:
    """alert_id -> tonight's events."""
    found: dict[str, list[str]] = {}
    for alert_id, event in handled.events.select("alert_id", "event").iter_rows():
        found.setdefault(alert_id, []).append(event)
    return found
