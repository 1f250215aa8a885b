"""A table that another system delivers, as rows of text: decisions or due-process steps, csv in UTF-8 or GB18030."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from flows.errors import UsageError
from flows.reading.csv_file import read_csv
from flows.reading.model import ROW_NUMBER, FileRefusedError


class Given(dict[str, str]):
    """One row: every column, "" where it is empty or the table has no such column. number: from 1, header left out."""

    number: int


def rows_of(
    path: Path, columns: Mapping[str, str], needed: int, page: str = "docs/decisions-of-staff.md"
) -> tuple[list[Given], list[tuple[int, str]]]:
    """Rows of a csv file whose headers are the keys of `columns` or their Chinese names, and those that are no rows.

    Raises UsageError if it cannot be read, or one of the first `needed` columns is not there.
    """
    called = {chinese: name for name, chinese in columns.items()} | {name: name for name in columns}
    if not path.is_file():
        raise UsageError(f"找不到文件 {path}。")
    try:
        read = read_csv(path, None, frozenset(called))
    except FileRefusedError as fault:
        raise UsageError(f"{path} 读不出来：{fault.found}各列见 {page}。") from None
    except OSError as error:
        raise UsageError(f"{path} 读不出来（{error.strerror}）。") from None
    found = {called[header]: header for header in read.frame.columns if header in called}
    if missing := [columns[name] for name in list(columns)[:needed] if name not in found]:
        raise UsageError(f"{path} 缺少列：{'、'.join(missing)}。各列见 {page}。")
    rows = []
    for row in read.frame.iter_rows(named=True):
        given = Given({name: (row[found[name]] or "").strip() if name in found else "" for name in columns})
        given.number = int(row[ROW_NUMBER])
        rows.append(given)
    return rows, [(one.row_number, "列数与表头不符") for one in read.ragged]
