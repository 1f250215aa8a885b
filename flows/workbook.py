"""Workbooks (.xlsx) that leave the centre: typed cells, one sheet a table, nothing in them ever runs as a formula.

A text that starts like a formula is written as a string cell, which a spreadsheet shows and never evaluates
(CWE-1236); in csv, where there are no cell types, `safe_csv` puts an apostrophe before it. The same tables give the
same bytes.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from io import BytesIO

import polars as pl
import xlsxwriter

_CREATED = datetime(2026, 1, 1, tzinfo=UTC)
"""Stands in every workbook, so that the day of writing does not change its bytes."""
_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
_WIDEST = 60


@dataclass(frozen=True)
class Sheet:
    """One sheet: `title` at most 31 characters; columns of `frame` are its headers; `note` stands above them."""

    title: str
    frame: pl.DataFrame
    note: str = ""


def workbook(sheets: Sequence[Sheet]) -> bytes:
    """The workbook as bytes: dates and amounts are typed, all else (numbers of people above all) is text."""
    memory = BytesIO()
    options = {
        "in_memory": True,
        "strings_to_formulas": False,
        "strings_to_numbers": False,
        "strings_to_urls": False,
        "default_date_format": "yyyy-mm-dd",
    }
    with xlsxwriter.Workbook(memory, options) as book:
        book.set_properties({"created": _CREATED})
        styles = {
            "head": book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"}),
            "text": book.add_format({"text_wrap": True, "valign": "top"}),
            "day": book.add_format({"num_format": "yyyy-mm-dd", "align": "left", "valign": "top"}),
            "money": book.add_format({"num_format": "#,##0.00", "valign": "top"}),
            "count": book.add_format({"num_format": "#,##0", "valign": "top"}),
            "note": book.add_format({"italic": True, "font_color": "#555555"}),
        }
        for sheet in sheets:
            _write(book.add_worksheet(sheet.title), sheet, styles)
    return memory.getvalue()


def safe_text(value: str) -> str:
    """A text for a csv cell that no spreadsheet runs: one that starts like a formula gets an apostrophe before it."""
    return "'" + value if value.startswith(_STARTS) else value


def safe_csv(frame: pl.DataFrame, *, quoted: bool = False) -> bytes:
    """A table as csv in UTF-8, its texts by `safe_text`; `quoted`: every cell, the empty ones too."""
    safe = frame.with_columns(pl.selectors.string().map_elements(safe_text, return_dtype=pl.String))
    return safe.write_csv(quote_style="always" if quoted else "necessary").encode()


def _write(page: xlsxwriter.worksheet.Worksheet, sheet: Sheet, styles: dict[str, object]) -> None:
    top = 1 if sheet.note else 0
    if sheet.note:
        page.write_string(0, 0, sheet.note, styles["note"])
    for place, header in enumerate(sheet.frame.columns):
        page.write_string(top, place, header, styles["head"])
        page.set_column(place, place, _width(header, sheet.frame.get_column(header)))
    for line, row in enumerate(sheet.frame.iter_rows(), start=top + 1):
        for place, value in enumerate(row):
            _cell(page, line, place, value, styles)
    page.freeze_panes(top + 1, 0)
    if sheet.frame.height:
        page.autofilter(top, 0, top + sheet.frame.height, sheet.frame.width - 1)


def _cell(
    page: xlsxwriter.worksheet.Worksheet, line: int, place: int, value: object, styles: dict[str, object]
) -> None:
    if value is None:
        return
    if isinstance(value, bool):
        page.write_string(line, place, "是" if value else "否", styles["text"])
    elif isinstance(value, int):
        page.write_number(line, place, value, styles["count"])
    elif isinstance(value, (Decimal, float)):
        # A cell holds a double: exact to the fen up to 10^13 yuan, and nothing reads it back as money.
        page.write_number(line, place, float(value), styles["money"])
    elif isinstance(value, date):
        page.write_datetime(line, place, value, styles["day"])
    else:
        page.write_string(line, place, str(value), styles["text"])


def _width(header: str, column: pl.Series) -> int:
    """Characters that fit the widest cell; a Chinese character takes two."""
    texts = [header, *map(str, column.drop_nulls().head(200))]
    return min(_WIDEST, 2 + max(sum(2 if ord(letter) > 255 else 1 for letter in text) for text in texts))
