"""Sheets as a township sends them back: the downloaded workbook with cells changed, and files that are none."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from typing import Any

import polars as pl
from python_calamine import CalamineWorkbook

from flows.workbook import Sheet, workbook

Rows = list[dict[str, Any]]
GOOD = {"核查结果": "属实", "情况": "入户看过,情况属实", "核查人": "李某", "核查日期": "2026-11-22"}


def rows_of(data: bytes) -> Rows:
    """Rows of the first sheet, as they are stored."""
    table = CalamineWorkbook.from_filelike(io.BytesIO(data)).get_sheet_by_index(0).to_python()
    return [dict(zip(table[0], row, strict=True)) for row in table[1:]]


def filled(data: bytes, change: Callable[[Rows], Any]) -> bytes:
    """The sheet after somebody worked on it and saved it anew: `change` edits the rows in place, or gives others."""
    rows = rows_of(data)
    rows = change(rows) or rows
    columns = list(dict.fromkeys(name for row in rows for name in row))
    cells = [[str(row.get(name, "")) for name in columns] for row in rows]
    return workbook([Sheet("核查表", pl.DataFrame(cells, schema=dict.fromkeys(columns, pl.String), orient="row"))])


def answered(data: bytes, **more: str) -> bytes:
    """Every row answered alike."""

    def change(rows: Rows) -> None:
        for row in rows:
            row.update(GOOD | more)

    return filled(data, change)


def with_entry(data: bytes, name: str, content: bytes) -> bytes:
    """The workbook with one more file inside."""
    packed = io.BytesIO(data)
    with zipfile.ZipFile(packed, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, content)
    return packed.getvalue()


def far_cell() -> bytes:
    """A small workbook whose only other cell is at the end of the sheet."""
    rows = [{"核查结果": "属实"}]
    data = workbook([Sheet("a", pl.DataFrame(rows))])
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            content = old.read(name)
            if name.endswith("sheet1.xml"):
                content = content.replace(
                    b"</sheetData>", b'<row r="900000"><c r="Z900000"><v>1</v></c></row></sheetData>'
                )
            new.writestr(name, content)
    return made.getvalue()
