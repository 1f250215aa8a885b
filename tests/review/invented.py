"""Alerts as a published file would hold them, a few, each told only in what matters to a test."""

from __future__ import annotations

from datetime import date
from typing import Any

import polars as pl

from review.pipeline.alerts import Published

NIGHT = date(2026, 11, 21)
TOWN, OTHER = "999901001", "999902001"


def row(number: str, **more: Any) -> dict[str, Any]:
    """One alert: yellow, shown, of the town, with a household of its own."""
    town = more.get("township", TOWN)
    told = {
        "alert_id": number, "rule_id": "CB-01", "rule_class": "错保", "rule_title": "多套住房", "rule_version": 1,
        "level": 2, "confidence": "certain", "state": "ongoing", "life": "ongoing", "shown": True, "held_back": "",
        "held_back_why": "", "need": False, "program": "最低生活保障", "household_no": f"H{number}",
        "person_key": "", "who": "王**", "division_code": f"{town}001", "township": town, "township_name": f"镇{town}",
        "place": f"示例{town}村", "title": "多套住房", "explanation": f"说明{number}", "township_text": f"乡镇{number}",
        "change": "", "evidence_fingerprint": "f" * 32, "first_seen": NIGHT, "opened_on": NIGHT, "resolved_on": None,
        "dispatched_on": NIGHT, "sheet_id": f"D{town}", "respond_by": None, "close_by": date(2099, 1, 1),
        "overdue": 0, "escalation": "",
    }  # fmt: skip
    return told | more


def night(*rows: dict[str, Any], as_of: date = NIGHT, run: str = "r1") -> Published:
    """A published file of these alerts."""
    schema = {"resolved_on": pl.Date, "respond_by": pl.Date, "close_by": pl.Date}
    frame = pl.DataFrame(list(rows) or [row("A")], infer_schema_length=None, schema_overrides=schema)
    return Published(as_of, run, frame if rows else frame.clear())
