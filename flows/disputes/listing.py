"""Disputes as people read them: now, from the book, so that one put down this morning is there."""

from __future__ import annotations

from datetime import date

import polars as pl
from rich.console import Console

from flows.disputes.putting import desk
from flows.errors import UsageError
from flows.inbox import departments
from flows.settings import Settings
from schemas.catalogue import TABLES
from transforms.disputes.records import GROUNDS, OUTCOMES, STATES


def listed(settings: Settings, department: str | None, *, every: bool) -> tuple[pl.DataFrame, date]:
    """Disputes in Chinese columns, oldest first, and the night whose records they are held against."""
    there = desk(settings)
    if department is not None and department not in departments():
        raise UsageError(f"没有部门“{department}”，应为 {'、'.join(departments())} 之一。")
    rows = there.disputes if every else there.disputes.filter("suspends")
    if department is not None:
        rows = rows.filter(pl.col("department") == department)
    labels = {key: f"{spec.label}({spec.department_label})" for key, spec in TABLES.items()}
    return rows.select(
        异议编号="dispute_id",
        家庭编号="household_no",
        来源=pl.col("source_table").replace(labels),
        流水号="record_no",
        理由=pl.col("ground").replace(GROUNDS),
        情况="note",
        提出="opened_on",
        请于="answer_by",
        现状=pl.col("state").replace(STATES),
        逾期天数="days_late",
        答复=pl.col("outcome").replace(OUTCOMES),
        答复日期="answered_on",
        答复情况="answer_note",
    ), there.night.as_of


def show(rows: pl.DataFrame, night: date, console: Console) -> None:
    """The list on a screen, two lines a dispute."""
    if rows.is_empty():
        console.print(f"没有异议（截至 {night}）。", markup=False)
        return
    console.print(f"异议 {rows.height:,} 件（截至 {night}）：", markup=False)
    for row in rows.iter_rows(named=True):
        late = f"，已逾期 {row['逾期天数']} 天" if row["逾期天数"] is not None else ""
        console.print(f"  {row['异议编号']}  {row['现状']}{late}  家庭 {row['家庭编号']}", markup=False)
        record = f"{row['来源']} {row['流水号']}"
        console.print(f"    {record}：{row['理由']}。{row['提出']} 提出，请于 {row['请于']} 前答复。", markup=False)
