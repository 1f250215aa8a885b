"""Chinese sentences for what happens to a delivery: where, what was found, what was done, what to do."""

from __future__ import annotations

from datetime import date

from flows.deliveries import Delivery
from schemas.catalogue import TableSpec

HOLD_SHRUNK_FROM = 50  # rows; smaller tables may well halve
HOLD_SHARE_FROM = 20  # rows; below, half a file is a handful


def place(spec: TableSpec, batch_date: date, revision: int, file: str | None = None) -> str:
    """Which table of which batch."""
    version = f"第{revision}版" if revision > 1 else ""
    return f"{spec.department_label}“{spec.label}”{batch_date} 批次{version}{f',文件 {file}' if file else ''}"


def stands(previous: Delivery | None) -> str:
    """What is in force instead."""
    if previous is None:
        return "此前没有可用的交付。"
    return f"沿用 {previous.batch_date} 批次的数据。"


def refused(where: str, found: str, advice: str, previous: Delivery | None) -> str:
    """A file that was not taken."""
    return f"{where}:{found}整份文件没有采用,{stands(previous)}{advice}"


def missing(where: str, found: str, previous: Delivery | None) -> str:
    """A table that did not come."""
    return f"{where}:{found}{stands(previous)}请联系该部门补交。"


def held(spec: TableSpec, batch_date: date, where: str, found: str, previous: Delivery | None) -> str:
    """A file that waits for an operator."""
    release = f"确认无误后运行 hedui nightly --release {spec.key}@{batch_date} 放行,否则请其更正后重新提交。"
    return f"{where}:{found}暂缓采用,{stands(previous)}请向该部门核实;{release}"


def why_held(spec: TableSpec, rows_in: int, rows_quarantined: int, previous: Delivery | None) -> str | None:
    """Reason to hold a readable file, or None.

    A state table that shrank to less than half replaces everything known; a file mostly refused is a wrong file.
    """
    known = 0 if spec.is_event or previous is None else previous.rows_in
    if known >= HOLD_SHRUNK_FROM and rows_in * 2 < known:
        return f"本次{rows_in}行,不到现用数据{known}行的一半,可能只导出了一部分。"
    if rows_in >= HOLD_SHARE_FROM and rows_quarantined * 2 > rows_in:
        return f"{rows_in}行中有{rows_quarantined}行不合格,超过一半,可能导出有误。"
    return None
