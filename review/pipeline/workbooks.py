"""Workbooks of the desk: a township's sheet out, and the filled-in one as text. Only xlsx, only small files."""

from __future__ import annotations

import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from flows.reading import FileRefusedError, read_text
from flows.reading.excel_file import further_sheets
from flows.reading.excel_guard import check_workbook
from flows.workbook import Fill, Sheet, workbook
from transforms.masking import mask_text
from transforms.stage import fields

RESULTS = ("属实", "不属实", "转其他救助", "无法核实")
FIXED = (*("派办单号", "预警编号", "证据指纹", "版本", "等级", "期限", "规则", "姓名", "家庭编号", "地址", "说明"),)
FILLED = ("核查结果", "情况", "核查人", "核查日期")
MARK = "校验码"
NEEDED = ("派办单号", "预警编号", "证据指纹", "版本", *FILLED, MARK)
"""Columns without which a sheet is not read back."""
MAX_FILE = 5 << 20
_MAX_INFLATED = 32 << 20
_MAX_CELLS = 400_000
_FILLS = {
    "核查结果": Fill(choices=RESULTS, width=11),
    "情况": Fill(width=32),
    "核查人": Fill(width=9),
    "核查日期": Fill(day=True, width=12),
}
_ADVICE = "请在从本系统下载的原表上填写，保存为 .xlsx 后再上传。"


class UnreadableError(Exception):
    """A file that is not read; the text says in Chinese what was found and what to do, without its words."""


@dataclass(frozen=True, slots=True)
class Filled:
    """rows: NEEDED columns as text ("" where empty) and `line`, the row in the spreadsheet. strange: other columns."""

    rows: list[dict[str, str]]
    strange: list[int]


def township_sheet(rows: Sequence[Sequence[str]], told: Sequence[tuple[str, str]], number: str) -> bytes:
    """The workbook: rows in order of FIXED and MARK; told: what the second sheet says, item by item."""
    columns = (*FIXED, *FILLED, MARK)
    cells = [[*row[:-1], "", "", "", "", row[-1]] for row in rows]
    frame = pl.DataFrame(cells, schema=dict.fromkeys(columns, pl.String), orient="row")
    explained = pl.DataFrame(told, schema={"项目": pl.String, "内容": pl.String}, orient="row")
    footer = f"核查表 {number} · 填表人签字:            日期："
    return workbook([Sheet("核查表", frame, fill=_FILLS, footer=footer), Sheet("填表说明", explained)])


def read_sheet(path: Path) -> Filled:
    """Every row of a sheet that came back. Raises UnreadableError."""
    try:
        if path.stat().st_size > MAX_FILE:
            raise UnreadableError(f"文件超过 {MAX_FILE >> 20} MB，不是一份核查表。{_ADVICE}")
        check_workbook(path, _MAX_INFLATED, _MAX_CELLS)
        _no_macros(path)
        wanted = frozenset((*FIXED, *NEEDED))
        file = read_text(path, "xlsx", None, wanted)
        if more := further_sheets(path, frozenset(NEEDED)):
            raise UnreadableError(f"第{'、'.join(map(str, more))}张工作表也像是核查表，而只读第一张。{_ADVICE}")
    except FileRefusedError as fault:
        raise UnreadableError(f"{fault.found}{_ADVICE}") from None
    missing = [name for name in NEEDED if name not in file.frame.columns]
    if missing:
        raise UnreadableError(f"缺少{'、'.join(f'“{name}”' for name in missing)}列，不是完整的核查表。{_ADVICE}")
    known = {*FIXED, *NEEDED}
    strange = [at for at, header in enumerate(file.headers, 1) if header and header not in known]
    rows = file.frame.select(*(_plain(name) for name in NEEDED), line=pl.col("row_number").cast(pl.String))
    kept = rows.filter(pl.any_horizontal(pl.col(name) != "" for name in NEEDED))
    return Filled([row | {"line": str(int(row["line"]) + 1)} for row in kept.to_dicts()], strange)


def day_of(texts: Sequence[str]) -> list[str]:
    """Days as the pipeline reads them (2026-11-20, 2026/11/20, 2026年11月20日, 20261120); "" where it cannot."""
    found = pl.DataFrame({"text": list(texts)}, schema={"text": pl.String}).select(fields.date(pl.col("text")))
    return [day.isoformat() if day is not None else "" for day in found["text"]]


def names_a_person(text: str) -> bool:
    """Whether it holds what looks like a citizen number, a bank account or a mobile number."""
    return mask_text(text) != text


def _plain(name: str) -> pl.Expr:
    return pl.col(name).fill_null("").str.strip_chars().alias(name)


def _no_macros(path: Path) -> None:
    with zipfile.ZipFile(path) as archive:
        if any("vbaproject" in name.lower() for name in archive.namelist()):
            raise UnreadableError(f"文件带有宏，为安全起见没有打开。{_ADVICE}")
