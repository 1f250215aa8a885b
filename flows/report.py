"""What a night ends with on the screen: deliveries, persons, households, alerts, and where to look next.

Counts only: no name, no number of a person. Fits 80 columns and needs no terminal.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import polars as pl
from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.table import Table
from rich.text import Text

QUERIES = (
    "SELECT 规则编号, 标题, 等级, 区划, 办结期限, 说明 FROM 预警_待处理 ORDER BY 办结期限, 预警编号 LIMIT 10;",
    "SELECT 救助类别, 核对结论, count(*) AS 户数 FROM 核对结果 GROUP BY ALL ORDER BY ALL;",
)
"""Two queries that run on every published file; a test runs them."""

STATUS = {"accepted": "接收", "unchanged": "与上次相同", "held": "暂缓", "rejected": "拒收", "missing": "未交付"}
OUTCOMES = {"pass": "符合", "fail": "不符合", "needs_review": "待核实身份", "not_assessable": "无法核对"}
LEVELS = {"red": "红", "yellow": "黄", "blue": "蓝"}
STATES = {"new": "新增", "ongoing": "持续", "reopened": "再现"}
_STYLES = {"红": "bold red", "黄": "yellow", "蓝": "blue", "拒收": "bold red", "暂缓": "yellow", "未交付": "yellow"}


@dataclass(frozen=True, slots=True)
class Report:
    """What the report needs; frames are those published.

    `feeds`: rows of this night. `labels`: "department.table" -> Chinese names of both. `titles`: rule_id -> title.
    """

    as_of: date
    feeds: pl.DataFrame
    labels: Mapping[str, Sequence[str]]
    persons: int
    verification: pl.DataFrame
    alerts: pl.DataFrame
    titles: Mapping[str, str]
    warehouse: Path


def show(report: Report, console: Console) -> None:
    """Print the tables, where the file is, and the queries."""
    console.print(_deliveries(report))
    console.print(_households(report))
    console.print(_alerts(report))
    console.print(f"人员 {report.persons:,}   数据库 {report.warehouse}", soft_wrap=True, highlight=False, markup=False)
    console.print("可以接着试(以只读方式打开):", highlight=False)
    for query in QUERIES:
        console.print(f"  {query}", soft_wrap=True, highlight=False, markup=False)


def _table(title: str, *columns: str, numbers: int) -> Table:
    """A table whose last `numbers` columns are right-aligned and never cut."""
    table = Table(
        title=title, title_justify="left", title_style="bold", box=SIMPLE_HEAD, pad_edge=False, padding=(0, 1, 0, 0)
    )
    for position, name in enumerate(columns):
        number = position >= len(columns) - numbers
        table.add_column(name, justify="right" if number else "left", no_wrap=number, overflow="fold")
    return table


def _add(table: Table, *cells: str | int | None, style: str = "") -> None:
    """A row: whole numbers with thousands separators, zero as a dot so that the eye finds what is not."""
    shown = [f"{cell:,}" if isinstance(cell, int) and cell else "·" if cell == 0 else str(cell or "") for cell in cells]
    table.add_row(*(Text(text, style=_STYLES.get(text, "")) for text in shown), style=style)


def _deliveries(report: Report) -> Table:
    counts = ("rows_in", "rows_loaded", "rows_quarantined", "rows_superseded")
    table = _table(f"交付 {report.as_of}", "部门", "表", "结论", "收到", "载入", "隔离", "取代", numbers=4)
    order = {key: position for position, key in enumerate(report.labels)}
    rows = [(f"{row['department']}.{row['table_name']}", row) for row in report.feeds.iter_rows(named=True)]
    before = ""
    for key, row in sorted(rows, key=lambda pair: (order.get(pair[0], len(order)), pair[0])):
        department, name = report.labels.get(key, (row["department"], row["table_name"]))
        status = STATUS.get(row["status"], row["status"])
        _add(table, "" if department == before else department, name, status, *(row[count] for count in counts))
        before = department
    _add(table, "合计", "", "", *(int(report.feeds[count].sum()) for count in counts), style="bold")
    return table


def _households(report: Report) -> Table:
    table = _table("核对结果(户)", "救助类别", *OUTCOMES.values(), "合计", numbers=len(OUTCOMES) + 1)
    counted = report.verification.group_by("program", "outcome").len()
    cells = {(program, outcome): count for program, outcome, count in counted.iter_rows()}
    for program in sorted({program for program, _ in cells}):
        row = [cells.get((program, outcome), 0) for outcome in OUTCOMES]
        _add(table, program, *row, sum(row))
    totals = [sum(count for (_, other), count in cells.items() if other == outcome) for outcome in OUTCOMES]
    _add(table, "合计", *totals, sum(totals), style="bold")
    return table


def _alerts(report: Report) -> Table:
    """A row for each rule and level with anything open, or resolved tonight."""
    now = report.alerts.with_columns(ended=pl.col("resolved_on") == report.as_of).filter(
        (pl.col("state") != "resolved") | pl.col("ended")
    )
    columns = [pl.col("state").eq(state).sum().alias(state) for state in STATES]
    counted = now.group_by("level", "rule_id").agg(*columns, pl.col("ended").sum(), pl.col("frozen").sum())
    rows = sorted(counted.iter_rows(named=True), key=lambda row: (list(LEVELS).index(row["level"]), row["rule_id"]))
    counts = (*STATES, "ended", "frozen")
    table = _table("预警", "等级", "规则", "名称", *STATES.values(), "消除", "冻结", numbers=len(counts))
    for row in rows:
        title = report.titles.get(row["rule_id"], "")
        _add(table, LEVELS[row["level"]], row["rule_id"], title, *(int(row[count]) for count in counts))
    _add(table, "合计", "", "", *(sum(int(row[count]) for row in rows) for count in counts), style="bold")
    table.caption = "消除:本夜不再成立;冻结:所依据的数据本夜未能读到,不会消除。预警是提问,由人核实后决定。"
    table.caption_justify = "left"
    return table
