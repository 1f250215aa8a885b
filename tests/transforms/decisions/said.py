"""Decisions and steps for tests, all invented: rows of the books with what a test does not name filled in."""

from __future__ import annotations

from datetime import date, timedelta

import polars as pl

from transforms.decisions.process import Event
from transforms.decisions.records import DECISION, STEP

DAY = date(2026, 11, 2)  # a Monday
NIGHT = date(2026, 12, 20)
LATER = date(2026, 11, 25)  # more than ten working days after DAY
ONE = ("f1", 1)


def event(act: str, by: str = "甲", on: date = LATER, **given: object) -> Event:
    """One event on the finding ONE; a notice gives time enough, a reply upholds."""
    asked: dict[str, object] = {"basis": ONE, "how": "入户"}
    if act == "notice":
        asked["answer_by"] = on + timedelta(days=20)
    if act == "reply":
        asked["outcome"] = "upheld"
    if act in ("decide", "close"):
        asked["decision"] = "D1"
    return Event(act, by, on, **{**asked, **given})


def decision(seq: int, **given: object) -> dict:
    """A decision, closing unless given otherwise, made after every step."""
    row = {
        "seq": seq, "id": f"D{seq}", "as_of": DAY, "kind": "decision", "alert_id": "A1",
        "rule_id": "CB-01", "disposition": "不属实-数据滞后",
        "reason": "已核实", "evidence_fingerprint": "f1", "rule_version": 1, "decided_by": "乙", "second_by": None,
        "decided_on": LATER, "expires_on": None, "recorded_at": "2026-11-25T09:00:00+08:00", "signs": None,
        "source_no": None, "steps_seen": 99,
    }  # fmt: skip
    return row | given


def adverse(seq: int, **given: object) -> dict:
    """A signed adverse decision, made after the four steps of `path` and before the way of review was told."""
    return decision(seq, **{"disposition": "属实-停发", "second_by": "丙", "steps_seen": 3, **given})


def step(seq: int, name: str, **given: object) -> dict:
    """A step."""
    row = {
        "seq": seq, "id": f"S{seq}", "as_of": DAY, "alert_id": "A1", "step": name, "done_by": "甲", "done_on": DAY,
        "how": "入户", "answer_by": None, "outcome": None, "evidence_fingerprint": "f1", "rule_version": 1,
        "recorded_at": "2026-11-02T09:00:00+08:00",
    }  # fmt: skip
    return row | given


def path(**given: object) -> list[dict]:
    """The four steps of a whole due process; the decision stands between the third and the last."""
    return [
        step(1, "check", **given),
        step(2, "notice", answer_by=date(2026, 11, 20), **given),
        step(3, "window_ended", done_on=date(2026, 11, 23), **given),
        step(4, "review", done_on=LATER, **given),
    ]


def alert(**given: object) -> dict:
    """An alert as of tonight."""
    row = {"alert_id": "A1", "evidence_fingerprint": "f1", "rule_version": 1, "confidence": "certain"}
    return row | {"state": "ongoing", "resolved_on": None} | given


def decisions(*rows: dict) -> pl.DataFrame:
    """Rows of the book of decisions."""
    return pl.DataFrame(rows, schema=DECISION, orient="row")


def steps(*rows: dict) -> pl.DataFrame:
    """Rows of the book of steps."""
    return pl.DataFrame(rows, schema=STEP, orient="row")


def alerts(*rows: dict) -> pl.DataFrame:
    """Alerts as of tonight."""
    schema = {"alert_id": pl.String, "evidence_fingerprint": pl.String, "rule_version": pl.Int64}
    more = {"confidence": pl.String, "state": pl.String, "resolved_on": pl.Date}
    return pl.DataFrame(rows or (alert(),), schema={**schema, **more})
