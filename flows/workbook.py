"""Workbooks (.xlsx) that leave the centre: typed cells, one sheet a table, nothing in them ever runs as a formula.

A text that starts like a formula is written as a string cell, which a spreadsheet shows and never evaluates
(CWE-1236); in csv, where there are no cell types, `safe_csv` puts an apostrophe before it. The same tables give the
same bytes.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from decimal import Decimal
from io import BytesIO

import polars as pl
import xlsxwriter

_CREATED = datetime(2026, 1, 1, tzinfo=UTC)
"""Stands in every workbook, so that the day of writing does not change its bytes."""
_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
_WIDEST = 60
_OPEN = {
    "locked": False,
    "bg_color": "#fff8e1",
    "border": 1,
    "border_color": "#bbbbbb",
    "text_wrap": True,
    "valign": "top",
}


@dataclass(frozen=True)
class Fill:
    """A column that people fill in. choices: what may be chosen, 255 characters in all; day: a date."""

    choices: tuple[str, ...] = ()
    day: bool = False
    width: int = 12


@dataclass(frozen=True)
class Sheet:
    """One sheet: `title` at most 31 characters; columns of `frame` are its headers; `note` stands above them.

    fill: columns to be filled in, whatever `frame` has in them. Where there is one, all other cells are protected
    (a help against slips; anybody can lift it) and the sheet prints on landscape A4 with `footer` on every page.
    """

    title: str
    frame: pl.DataFrame
    note: str = ""
    fill: Mapping[str, Fill] = field(default_factory=dict)
    footer: str = ""


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
            "fill": book.add_format({**_OPEN, "num_format": "@"}),
            "fill_day": book.add_format({**_OPEN, "num_format": "yyyy-mm-dd", "align": "left"}),
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
    if sheet.fill:
        _fill_in(page, sheet, top, styles)


def _fill_in(page: xlsxwriter.worksheet.Worksheet, sheet: Sheet, top: int, styles: dict[str, object]) -> None:
    last = top + sheet.frame.height
    for header, fill in sheet.fill.items():
        place = sheet.frame.columns.index(header)
        style = styles["fill_day" if fill.day else "fill"]
        page.set_column(place, place, fill.width)
        for line in range(top + 1, last + 1):
            page.write_blank(line, place, None, style)
        if fill.choices and last > top:
            page.data_validation(top + 1, place, last, place, {
                "validate": "list", "source": list(fill.choices), "error_title": header,
                "error_message": f"只能填：{'、'.join(fill.choices)}。",
            })  # fmt: skip
    page.protect("", {"autofilter": True, "format_columns": True, "format_rows": True})
    page.set_landscape()
    page.set_paper(9)
    page.set_margins(0.4, 0.4, 0.5, 0.6)
    page.fit_to_pages(1, 0)
    page.repeat_rows(top)
    page.set_footer(f"&L{sheet.footer}&R第 &P 页，共 &N 页")


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
