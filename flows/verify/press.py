"""Reports as PDF (typst) and as workbooks, by worker processes that load the fonts once each.

typst needs a CJK font, the one of the Debian package fonts-noto-cjk; without it every character would be an empty box,
so that is asked before anything is written.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from datetime import UTC, datetime
from functools import cache
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import polars as pl
import typst

from flows.errors import UsageError
from flows.resources import data_folder
from flows.workbook import Sheet, workbook
from transforms.masking import mask_text

FONT = "Noto Serif CJK SC"
_TEMPLATE = "verification_report.typ"
_FEW = 40
"""Reports that are sooner made in this process than a second one is started."""
_UNSAFE = re.compile(r"[^A-Za-z0-9-]+")


def check_font() -> None:
    """Raises UsageError where the font of the reports is not installed."""
    if FONT not in typst.Fonts().families():
        raise UsageError(
            f"没有安装报告所用的中文字体 {FONT}，不能生成 PDF。请安装 Debian 软件包 fonts-noto-cjk"
            "（apt-get install fonts-noto-cjk）后再试；只要表格时用 --no-pdf。"
        )


def file_name(place: int, request_no: str) -> str:
    """Name of a report without its ending: the household's place in the request keeps two numbers apart.

    Names of files turn up in lists and logs, and offices number their requests by a name or an ID number.
    """
    safe = _UNSAFE.sub("_", mask_text(request_no))[:60].strip("-_")
    return f"{place:05d}-{safe}".rstrip("-")


@cache
def _compiler() -> typst.Compiler:
    folder = data_folder() / "templates"
    return typst.Compiler(input=folder / _TEMPLATE, root=folder)


def pdf(report: Mapping[str, Any]) -> bytes:
    """One report. The same report gives the same bytes: its day stands in for the time of making."""
    made = datetime.fromisoformat(report["asked_on"]).replace(tzinfo=UTC)
    data = json.dumps(report, ensure_ascii=False)
    page = _compiler().compile(format="pdf", sys_inputs={"data": data}, timestamp=int(made.timestamp()))
    assert isinstance(page, bytes)
    return page


def report_workbook(report: Mapping[str, Any], found: pl.DataFrame) -> bytes:
    """One report as a workbook: what the PDF says, and every record found."""
    head = {
        "报告编号": "report_no",
        "申请编号": "request_no",
        "用途": "purpose",
        "救助类别": "program",
        "请求单位": "requester",
        "申请人": "head",
        "计入人数": "counted",
        "申请日期": "applied_on",
        "核对日期": "asked_on",
        "数据截止日": "as_of",
        "报告有效期至": "valid_until",
        "结论代码": "code",
        "结论": "conclusion",
        "下一步": "next",
    }
    said = [(label, str(report[key])) for label, key in head.items()]
    said += [("依据", reason) for reason in report["reasons"]] + [("说明", report["closing"])]
    return workbook(
        [
            Sheet("核对结论", pl.DataFrame(said, schema={"项目": pl.String, "内容": pl.String}, orient="row")),
            _sheet("家庭成员", report["members"], _MEMBERS),
            Sheet("核对结果", found),
            _sheet("申报与核对", report["compared"], _COMPARED),
            _sheet("户内合计", report["sums"], {"label": "项目", "value": "值"}),
            _sheet("适用标准", report["limits"], _LIMITS),
            _sheet("疑点", report["doubts"], {"rule": "规则", "title": "名称", "level": "等级", "said": "说明"}),
            _sheet("未能核对", report["open"], {"name": "姓名", "class": "结果", "note": "原因", "labels": "项目"}),
            _sheet("数据来源", report["sources"], _SOURCES),
        ]
    )


_MEMBERS = {
    "name": "姓名",
    "number": "身份号码",
    "relation": "关系",
    "kind": "类别",
    "identity": "身份关联",
    "authorised": "授权",
}
_COMPARED = {"item": "项目", "declared": "申报", "found": "核对", "differs": "比较"}
_LIMITS = {"label": "标准", "found": "核对", "limit": "标准值", "within": "比较", "source": "依据"}
_SOURCES = {"label": "来源", "cut_off": "数据截至", "state": "状态", "note": "说明"}


def _sheet(title: str, rows: Sequence[Mapping[str, Any]], columns: Mapping[str, str]) -> Sheet:
    cells = [[str(row[key]) for key in columns] for row in rows]
    return Sheet(title, pl.DataFrame(cells, schema=dict.fromkeys(columns.values(), pl.String), orient="row"))


Job = tuple[Path, Mapping[str, Any], pl.DataFrame, bool]
"""File without ending, report, its records with Chinese headers, whether a PDF is wanted."""


def _work(jobs: Sequence[Job]) -> int:
    for path, report, found, with_pdf in jobs:
        if with_pdf:
            path.with_name(f"{path.name}.pdf").write_bytes(pdf(report))
        path.with_name(f"{path.name}.xlsx").write_bytes(report_workbook(report, found))
    return len(jobs)


def press(jobs: Sequence[Job], processes: int) -> int:
    """Write every report. Returns how many; order and number of processes change nothing in the files."""
    if len(jobs) <= _FEW or processes < 2:
        return _work(jobs)
    parts = [jobs[at : at + _FEW] for at in range(0, len(jobs), _FEW)]
    # Not by fork: polars and typst hold threads, whose locks a forked child would inherit closed.
    with ProcessPoolExecutor(processes, mp_context=get_context("spawn")) as pool:
        return sum(pool.map(_work, parts))
