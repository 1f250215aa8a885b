"""Screens of `hedui alerts`."""

from __future__ import annotations

from typing import Any

import polars as pl
from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.table import Table

from flows.alerts.listing import WORDS, Found
from flows.workbook import safe_csv

LEVELS = {code: word for word, code in WORDS["level"].items()}
STATES = {code: word for word, code in WORDS["state"].items()}
LIVES = {code: word for word, code in WORDS["life"].items()}
SURE = {"certain": "确定", "likely": "可能"}
HELD = {
    "decided": "已有决定",
    "merged": "已并入",
    "source": "数据源未到",
    "death": "先核实死亡",
    "subsumed": "并入上级预警",
    "application": "正在申请",
    "cap": "超出本周上限",
    "wave": "排入后批",
}
_HEADINGS = {
    "rule": "规则",
    "level": "等级",
    "state": "状态",
    "life": "状态",
    "township": "乡镇",
    "program": "类别",
    "class": "规则类别",
    "household": "家庭",
    "held": "暂缓原因",
}
_WORDS = {"level": LEVELS, "state": STATES, "life": LIVES, "held": HELD}


def show_alerts(found: Found, console: Console) -> None:
    """Two lines an alert: what it is, and its sentence."""
    console.print(f"预警（{found.night} 夜）")
    for row in found.rows:
        level = LEVELS[row["level"]] + ("·疑" if row["confidence"] == "likely" else "")
        where = "  ".join(filter(None, (row["household_no"], row["program"], row["division"] or row["division_code"])))
        due = row.get("close_by") or row["due_on"]
        line = f"{row['alert_id']}  {row['rule_id']}  {level}  {_state(row)}  期限 {due}  {where}"
        console.print(line, markup=False)
        console.print(f"    {row['explanation']}", markup=False)
    shown = len(found.rows)
    more = f"，列出前 {shown:,} 条，更多用 --limit 或 --csv" if shown < found.total else ""
    console.print(f"共 {found.total:,} 条{more}。预警是提问，由人核实后决定。依据：hedui explain 预警编号")


def show_counts(found: Found, by: str, console: Console) -> None:
    """One line a group, with the levels."""
    table = Table(box=SIMPLE_HEAD, pad_edge=False, title=f"预警（{found.night} 夜）", title_justify="left")
    table.add_column(_HEADINGS[by], overflow="fold")
    for title in ("合计", "红", "黄", "蓝"):
        table.add_column(title, justify="right")
    for row in found.rows:
        name = _WORDS.get(by, {}).get(row[by], row[by]) or "（没有）"
        table.add_row(name, *(f"{row[column]:,}" for column in ("alerts", *LEVELS)))
    console.print(table)
    console.print(f"共 {found.total:,} 条。")


def as_csv(rows: list[dict[str, Any]]) -> str:
    """Rows as CSV with the column names of the file; empty where there is none."""
    return safe_csv(pl.DataFrame(rows, infer_schema_length=None)).decode() if rows else ""


def _state(row: dict[str, Any]) -> str:
    told = LIVES[row["life"]] if row.get("life") else STATES[row["state"]] + ("·冻结" if row["frozen"] else "")
    if row.get("held_back"):
        told += f"·{HELD.get(row['held_back'], row['held_back'])}"
    return told + ("·逾期" if row.get("overdue") not in (None, "none") else "")
