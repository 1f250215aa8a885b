"""`hedui scorecard`: the month on three pages (departments, townships, programs) and in one workbook. Counts only."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import polars as pl

from flows.centre import scorecard_pictures as draw
from flows.centre.month import file_of, month_of
from flows.figure import Figure, count, some
from flows.lake import Lake, write_asked, write_asked_bytes
from flows.pages import render
from flows.pictures import AMBER, BLUE, GREEN, GREY, PALE, svg
from flows.resources import sql_texts
from flows.settings import Settings
from flows.warehouse import open_readonly
from flows.workbook import Sheet, workbook

PAGES = (("departments.html", "部门记分"), ("townships.html", "乡镇记分"), ("programs.html", "救助类别记分"))
DEPARTMENTS = {
    "department": "部门", "table_name": "表", "deliveries": "本月批次", "accepted": "采用",
    "median_minutes": "导出分钟 中位", "p90_minutes": "导出分钟 P90", "median_days": "采用工作日 中位",
    "p90_days": "采用工作日 P90", "breaches": "超时限", "rows_in": "收到行数", "complete_percent": "完整率%",
    "valid_percent": "有效率%", "linkable_percent": "可关联率%", "tickets_open": "未关闭更正单",
}  # fmt: skip
TOWNSHIPS = {
    "township": "乡镇街道", "households": "在享户", "unverified": "未先核后批", "rechecks_overdue": "复核超期",
    "in_payment": "在发待遇", "valid": "有有效报告", "rate_percent": "精准救助率%", "shown": "待办预警",
    "red": "其中红色", "overdue": "逾期预警", "began": "本月新增预警", "ended": "本月办结或消除",
}  # fmt: skip
PROGRAMS = {
    "program": "救助类别", "households": "在享户", "approved": "本月批准", "unverified": "未先核后批",
    "rechecks_overdue": "复核超期", "valid_percent": "报告有效率%", "passed": "符合", "failed": "不符合",
    "needs_review": "待核实身份", "not_assessable": "无法核对", "next_edge": "可转低保边缘",
    "next_rigid": "可转刚性支出", "next_other": "其他救助", "in_payment": "在发待遇", "monthly_yuan": "月发放额(元)",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Month:
    """month: 2026-11; night: the last one in it. departments, townships, programs, rechecks: of sql/scorecard."""

    month: str
    night: date
    departments: pl.DataFrame
    townships: pl.DataFrame
    programs: pl.DataFrame
    rechecks: pl.DataFrame


def scorecard(settings: Settings, month: str | None, out: Path | None) -> Path:
    """Write the pages and the workbook of a month; returns their folder. Raises UsageError."""
    named, night = month_of(settings, month)
    with file_of(settings, night) as file:
        told = read(file, named, night)
    folder = (out or Lake(settings.home.absolute()).home / "reports" / f"scorecard-{named}").absolute()
    for (name, title), (strip, figures) in zip(PAGES, _pages(told), strict=True):
        page = render(
            "scorecard.html", title=title, month=named, night=night, pages=PAGES, strip=strip, figures=figures
        )
        write_asked(folder / name, page)
    write_asked_bytes(folder / "scorecard.xlsx", workbook(_sheets(told)))
    return folder


def read(file: Path, month: str, night: date) -> Month:
    """The figures of a month from a published file."""
    first = date.fromisoformat(f"{month}-01")
    after = date(first.year + first.month // 12, first.month % 12 + 1, 1)
    with open_readonly(file) as con:
        con.execute(
            "CREATE TEMP TABLE scorecard_month AS SELECT ?::DATE AS from_on, ?::DATE AS until_on", [first, after]
        )
        frames = {name: con.execute(text).pl() for name, text in sql_texts("scorecard").items()}
    return Month(month, night, **frames)


def _pages(told: Month) -> list[tuple[list[tuple[str, str]], list[Figure]]]:
    return [_departments(told.departments), _townships(told.townships), _programs(told.programs, told.rechecks)]


def _departments(rows: pl.DataFrame) -> tuple[list[tuple[str, str]], list[Figure]]:
    accepted, deliveries = _sum(rows, "accepted"), _sum(rows, "deliveries")
    strip = [
        ("部门", count(rows["department"].n_unique())),
        ("本月批次(表)", count(deliveries)),
        ("已采用", count(accepted)),
        ("超过反馈时限", count(_sum(rows, "breaches"))),
        ("收到行数", count(_sum(rows, "rows_in"))),
        ("未关闭更正单", count(_sum(rows, "tickets_open"))),
    ]
    quality = Figure(
        "quality",
        "数据质量",
        ["每张表在用批次的完整率、有效率和可关联率。越靠右越好;横轴从最低值画起。"],
        *_table(rows, ("department", "table_name", "rows_in", *draw.RATES, "tickets_open"), DEPARTMENTS),
        pictures=[("", svg(draw.quality(rows), "quality", "各表的完整率、有效率和可关联率"))],
        legend=list(zip((BLUE, GREEN, AMBER), ("完整率", "有效率", "可关联率"), strict=True)),
        texts=2,
        wide=True,
        notes=["完整:姓名和证号不空。有效:载入且没有读不出的值。可关联:证号有效,或已确定关联到其他记录。"],
    )
    names = [name for name in DEPARTMENTS if name not in (*draw.RATES, "rows_in", "tickets_open")]
    times = Figure(
        "times",
        "反馈时效",
        ["自申请起算:到导出的分钟数,到采用的工作日数。拒收、暂缓的交付不算反馈。"],
        *_table(rows, names, DEPARTMENTS),
        texts=2,
        notes=["时限取政策参数 source_answer_days;未写明时限的不计超时限。"],
    )
    return strip, [quality, times]


def _townships(rows: pl.DataFrame) -> tuple[list[tuple[str, str]], list[Figure]]:
    paid, valid = _sum(rows, "in_payment"), _sum(rows, "valid")
    strip = [
        ("在享户", count(_sum(rows, "households"))),
        ("精准救助率", _percent(valid, paid, rows.filter(pl.col("in_payment") > 0)["rate_percent"])),
        ("未先核后批", count(_sum(rows, "unverified"))),
        ("复核超期", count(_sum(rows, "rechecks_overdue"))),
        ("待办预警", count(_sum(rows, "shown"))),
        ("逾期预警", count(_sum(rows, "overdue"))),
    ]
    rate = Figure(
        "rate",
        "精准救助率",
        ["在发的低保、特困待遇中有有效核对报告的份额,目标 100%。从低到高。"],
        *_table(
            rows,
            ("township", "households", "unverified", "rechecks_overdue", "in_payment", "valid", "rate_percent"),
            TOWNSHIPS,
        ),
        pictures=[("", svg(draw.rates(rows), "rate", "各乡镇街道的精准救助率"))],
        wide=True,
        notes=["舍去小数第二位,不足 100% 的不会显示为 100%。逐条见视图“精准救助率_未达清单”。"],
    )
    work = Figure(
        "work",
        "预警办理",
        ["月末待办和逾期的预警。"],
        *_table(rows, ("township", "shown", "red", "overdue", "began", "ended"), TOWNSHIPS),
        pictures=[("", svg(draw.work(rows), "work", "各乡镇街道的待办和逾期预警"))],
        legend=[(BLUE, "待办"), (AMBER, "其中逾期")],
        wide=True,
    )
    return strip, [rate, work]


def _programs(rows: pl.DataFrame, rechecks: pl.DataFrame) -> tuple[list[tuple[str, str]], list[Figure]]:
    households = _sum(rows, "households")
    strip = [
        ("在享户", count(households)),
        ("本月批准", count(_sum(rows, "approved"))),
        (
            "报告有效",
            _percent(_sum(rows, "valid_reports"), households, rows.filter(pl.col("households") > 0)["valid_percent"]),
        ),
        ("核对符合", count(_sum(rows, "passed"))),
        ("核对不符合", count(_sum(rows, "failed"))),
        ("无法核对", count(_sum(rows, "not_assessable"))),
    ]
    outcomes = Figure(
        "outcomes",
        "核对结论",
        ["申请中和在享家庭的核对结论。不符合是提问,由人核实后决定;每户都列出下一步可核的类别。"],
        *_table(
            rows,
            [name for name in PROGRAMS if name not in ("approved", "unverified", "rechecks_overdue", "valid_percent")],
            PROGRAMS,
        ),
        pictures=[("", svg(draw.outcomes(rows), "outcomes", "各救助类别的核对结论"))],
        legend=list(zip((BLUE, AMBER, PALE, GREY), draw.OUTCOMES.values(), strict=True)),
        wide=True,
    )
    calendar = Figure(
        "rechecks",
        "先核后批与复核日历",
        ["各月最迟应复核的户数,按分类:A类每年、B类每半年、C类每季度,当地另有规定的从其规定。"],
        *_table(
            rows, ("program", "households", "approved", "unverified", "rechecks_overdue", "valid_percent"), PROGRAMS
        ),
        pictures=[("", svg(draw.rechecks(rechecks), "rechecks", "各月应复核的户数"))],
        legend=list(zip(draw.CLASSES.values(), draw.CLASSES, strict=True)),
        wide=True,
    )
    return strip, [outcomes, calendar]


def _table(rows: pl.DataFrame, names: Sequence[str], titles: dict[str, str]) -> tuple[list[str], list[list[str]]]:
    cells = [[_cell(value) for value in row] for row in rows.select(list(names)).iter_rows()]
    return [titles[name] for name in names], cells


def _cell(value: Any) -> str:
    if value is None:
        return "—"
    if isinstance(value, Decimal):
        return f"{value:,}"
    return some(value) if isinstance(value, int) else str(value)


def _sum(rows: pl.DataFrame, name: str) -> int:
    return int(rows[name].sum())


def _percent(part: int, whole: int, rates: pl.Series) -> str:
    """Of all rows; not known where the rate of one of them is not."""
    return f"{part * 1000 // whole / 10:.1f}%" if whole and not rates.null_count() else "—"


def _sheets(told: Month) -> list[Sheet]:
    note = f"{told.month},截至 {told.night} 夜"
    rechecks = {"month": "月份", "category": "分类", "households": "应复核户数"}
    of = (
        ("部门", told.departments, DEPARTMENTS),
        ("乡镇", told.townships, TOWNSHIPS),
        ("救助类别", told.programs, PROGRAMS),
        ("复核日历", told.rechecks, rechecks),
    )
    return [Sheet(title, frame.select(list(names)).rename(names), note) for title, frame, names in of]
