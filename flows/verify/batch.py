"""One request file -> a folder of reports and one answer file. What `hedui verify` and the watching flow both do."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import polars as pl

from flows.errors import UsageError
from flows.lake import write_asked_bytes
from flows.settings import Settings
from flows.verify.press import Job, check_font, file_name, press
from flows.verify.reading import RequestFile, read_request_file
from flows.verify.service import Verified, verify
from flows.workbook import Sheet, workbook
from transforms.masking import mask_text
from transforms.verify.concluded import CODES

ANSWER = "核对应答.xlsx"
REPORTS = "reports"
_FOUND = {
    "request_no": "申请编号",
    "line": "行号",
    "label": "项目",
    "class": "结果",
    "amount": "数值",
    "unit": "单位",
    "on": "日期",
    "told": "内容",
    "source_table": "来源",
    "record_no": "来源记录",
    "cut_off": "数据截至",
    "basis": "查询依据",
    "note": "说明",
}


@dataclass(frozen=True, slots=True)
class Written:
    """answer: the answer file. rows, refused: rows of the request, and how many were not taken. codes: conclusions.

    answers: every row (transforms.verify.request.ANSWERS). households: request number, code of the conclusion and name
    of the report's files without ending (empty where none were wanted), in order of the request.
    """

    answer: Path
    rows: int
    refused: int
    codes: dict[str, int]
    as_of: str
    answers: pl.DataFrame
    households: list[tuple[str, str, str]]


def verify_file(settings: Settings, request: Path, out: Path, with_pdf: bool = True, reports: bool = True) -> Written:
    """Verify a request file and write what came of it below `out`, which must be new or empty. Raises UsageError."""
    if out.exists() and (not out.is_dir() or any(out.iterdir())):
        raise UsageError(f"输出目录 {out} 已有内容。请换一个新的目录，以免与旧的报告混在一起。")
    return verify_rows(settings, read_request_file(request), out, with_pdf, reports, f"{request} ")


def verify_rows(
    settings: Settings, file: RequestFile, out: Path, with_pdf: bool = True, reports: bool = True, called: str = "请求"
) -> Written:
    """The same for a request that was read; `called` is what messages call it. Raises UsageError."""
    if with_pdf and reports:
        check_font()
    if file.text.is_empty() and not file.broken:
        raise UsageError(f"{called}只有表头，没有一行成员。请填写后再试。")
    _private(out)  # told before the work, not after it
    verified = verify(settings, file.text, file.broken)
    folder = out / REPORTS
    names = {one["request_no"]: file_name(at, one["request_no"]) for at, one in enumerate(verified.reports, 1)}
    found = _shown(verified.found)
    if reports:
        folder.mkdir(mode=0o700)
        parts = found.partition_by("申请编号", as_dict=True) if found.height else {}
        jobs: list[Job] = [
            (folder / names[one["request_no"]], one, parts[(one["request_no"],)], with_pdf) for one in verified.reports
        ]
        press(jobs, settings.threads or os.cpu_count() or 1)
    answer = out / ANSWER
    write_asked_bytes(answer, _answer(verified, found, names if reports else {}))
    codes = {code: sum(one["code"] == code for one in verified.reports) for code in CODES}
    refused = verified.answers.filter(~pl.col("taken")).height
    households = [(one["request_no"], one["code"], names[one["request_no"]]) for one in verified.reports]
    if not reports:
        households = [(number, code, "") for number, code, _ in households]
    rows = verified.answers
    return Written(answer, rows.height, refused, codes, verified.as_of.isoformat(), rows, households)


def _private(out: Path) -> Path:
    """The folder of an answer, for the one who asked alone. Raises UsageError."""
    try:
        out.mkdir(mode=0o700, parents=True, exist_ok=True)
        out.chmod(0o700)
        if not os.access(out, os.W_OK | os.X_OK):
            raise PermissionError
    except OSError as fault:
        raise UsageError(
            f"输出目录 {out} 不能建立或写入（{type(fault).__name__}）。请检查权限，或换一个目录。"
        ) from None
    return out


def _shown(found: pl.DataFrame) -> pl.DataFrame:
    if not found.width:
        return pl.DataFrame(schema=dict.fromkeys(_FOUND.values(), pl.String))
    texts = [pl.col(name).map_elements(mask_text, return_dtype=pl.String) for name in ("told", "note")]
    return found.with_columns(texts).select(pl.col(name).alias(label) for name, label in _FOUND.items())


def _answer(verified: Verified, found: pl.DataFrame, names: dict[str, str]) -> bytes:
    """The answer to the batch: every row that came in, every household, every doubt; records where they fit a sheet."""
    rows = verified.answers.select(
        pl.col("line").alias("行号"),
        pl.col("request_no").alias("申请编号"),
        pl.when("taken").then(pl.lit("已受理")).otherwise(pl.lit("未受理")).alias("受理"),
        pl.col("said").alias("说明"),
    )
    homes = [_household(one, names.get(one["request_no"], "")) for one in verified.reports]
    doubts = [
        {
            "申请编号": one["request_no"],
            "规则": doubt["rule"],
            "名称": doubt["title"],
            "等级": doubt["level"],
            "说明": doubt["said"],
        }
        for one in verified.reports
        for doubt in one["doubts"]
    ]
    return workbook(
        [
            *_sheets("受理情况", rows, f"数据截止 {verified.as_of}；请求的每一行都在此表"),
            Sheet("核对结果", _frame(homes, _household_columns())),
            *_sheets("疑点", _frame(doubts, ["申请编号", "规则", "名称", "等级", "说明"])),
            *_sheets("核对项目", found),
        ]
    )


def _sheets(title: str, rows: pl.DataFrame, note: str = "") -> list[Sheet]:
    """As many sheets as the rows need: a workbook drops, without a word, what its last line cannot hold."""
    places = range(-(-max(rows.height, 1) // _SHEET))
    return [Sheet(f"{title}{at or ''}", rows.slice(at * _SHEET, _SHEET), note) for at in places]


_SHEET = 1_000_000
"""Rows of one sheet; a workbook holds 1,048,576."""


def _household(one: dict[str, Any], name: str) -> dict[str, str]:
    sums = {row["label"]: row["value"] for row in one["sums"]}
    return {
        "申请编号": one["request_no"],
        "报告编号": one["report_no"],
        "用途": one["purpose"],
        "救助类别": one["program"],
        "计入人数": str(one["counted"]),
        "结论代码": one["code"],
        "结论": one["conclusion"],
        "依据": "；".join(one["reasons"]),
        "人均月收入": sums.get("人均月收入（元）", "—"),
        "下一步": one["next"],
        "疑点数": str(len(one["doubts"])),
        "报告有效期至": one["valid_until"],
        "报告文件": name,
    }


def _household_columns() -> list[str]:
    return [
        *(
            "申请编号",
            "报告编号",
            "用途",
            "救助类别",
            "计入人数",
            "结论代码",
            "结论",
            "依据",
            "人均月收入",
            "下一步",
            "疑点数",
        ),
        *("报告有效期至", "报告文件"),
    ]


def _frame(rows: Sequence[dict[str, str]], columns: Sequence[str]) -> pl.DataFrame:
    return pl.DataFrame(
        [[row[name] for name in columns] for row in rows], dict.fromkeys(columns, pl.String), orient="row"
    )
