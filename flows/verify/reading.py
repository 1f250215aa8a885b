"""Request files and the template: an office's workbook or csv as text, every row of it, with what reading found."""

from __future__ import annotations

from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path

import polars as pl

from flows.errors import UsageError
from flows.reading import FileRefusedError, read_text
from flows.reading.excel_file import further_sheets
from flows.workbook import Sheet, workbook
from transforms.stage.headers import bare
from transforms.verify.request import SPEC

_COLUMNS = {bare(column.header): column.name for column in SPEC.columns if column.name != "record_no"}
_LOST = "存为数值，末几位已丢失，请设为文本后重填"


@dataclass(frozen=True, slots=True)
class RequestFile:
    """text: columns of schemas.request that the file has, and row_number. broken: rows that cannot be read, and why."""

    text: pl.DataFrame
    broken: dict[int, str]


def read_request_file(path: Path, called: str = "", blank: str = "用 hedui verify --template 生成") -> RequestFile:
    """Every row of a request. A column nobody knows stops all rows: a misspelt header must not lose a column.

    called: what messages begin with, if nothing is said the path and a blank, which sets it off from Chinese. blank:
    how one gets an empty form.
    Raises UsageError for a file that cannot be read as a table at all, or has rows on a second sheet.
    """
    kind, called = path.suffix.lower().removeprefix("."), called or f"{path} "
    if kind not in ("csv", "xlsx"):
        raise UsageError(f"{called}不是 .xlsx 或 .csv 文件。空表请{blank}。")
    if not path.is_file():
        raise UsageError(f"找不到请求文件：{called.strip()}。")
    try:
        file = read_text(path, kind, None, frozenset(_COLUMNS))
    except FileRefusedError as fault:
        raise UsageError(f"{called}无法作为核对请求读取：{fault.found}请{blank}空表，在其中填写。") from None
    if kind == "xlsx" and (more := further_sheets(path, frozenset(_COLUMNS))):
        places = "、".join(f"第{at}张" for at in more)
        raise UsageError(
            f"{called}的{places}工作表也像是核对请求；只读第一张表，其余的行会丢失。请并到第一张表后再试。"
        )
    text = file.frame.rename({header: _COLUMNS[header] for header in file.frame.columns if header in _COLUMNS})
    broken = {row.row_number: f"应有{row.expected}列，实有{row.fields}列；请检查逗号和引号" for row in file.ragged}
    for cell in file.lost:
        broken[cell.row_number] = f"“{cell.header}”{_LOST}"
    strange = [(at, header) for at, header in enumerate(file.headers, 1) if header and bare(header) not in _COLUMNS]
    if strange:
        why = "列名不是约定的：" + "、".join(_named(at, header) for at, header in strange[:5])
        broken |= dict.fromkeys([*text["row_number"].to_list(), *broken], why)
    return RequestFile(text, broken)


def _named(at: int, header: str) -> str:
    """A header by its place, with the one that was perhaps meant; its own words only where they resemble one."""
    close = get_close_matches(bare(header), list(_COLUMNS), n=1, cutoff=0.5)
    return f"第{at}列（是否应为“{close[0]}”）" if close else f"第{at}列"


def template() -> bytes:
    """An empty request workbook: the sheet to fill in, and one that explains each column."""
    columns = [column for column in SPEC.columns if column.name != "record_no"]
    empty = pl.DataFrame(schema={column.header: pl.String() for column in columns})
    kinds = {
        "date": "日期，如 2026-11-22",
        "yuan": "金额（元）",
        "integer": "整数",
        "id_number": "18位，单元格设为文本",
    }
    told = pl.DataFrame(
        {
            "列": [column.header for column in columns],
            "必填": ["是" if column.required else "" for column in columns],
            "填写": ["、".join(column.codes) or kinds.get(column.type, "") or "文字" for column in columns],
        }
    )
    note = (
        "每名成员一行；家庭的内容写在任意一行或各行相同；“授权范围”空为本用途的全部来源，或写 部门、部门·表，以、分隔"
    )
    return workbook([Sheet("核对请求", empty), Sheet("填写说明", told, note)])
