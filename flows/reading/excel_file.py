"""A delivered Excel workbook as text: its first sheet, cell by cell as stored, never as displayed."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from itertools import islice
from pathlib import Path
from typing import Any

import polars as pl
from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook, XmlError, ZipError

from flows.reading.excel_guard import check_workbook, not_a_workbook
from flows.reading.model import ROW_NUMBER, FileRefusedError, LostCell, TextFile, positions, trim
from flows.reading.numbers import double_text, long_number, lost
from transforms.stage.headers import bare

_SLICE = 50_000
_FAULTS = (CalamineError, XmlError, ZipError, ValueError, OverflowError, OSError)


def read_excel(path: Path, wanted: frozenset[str]) -> TextFile:
    """Read the wanted columns of the first sheet. Raises FileRefusedError.

    Empty rows before the header and behind the last row are no rows; one in between is a row that holds nothing.
    """
    check_workbook(path)
    try:
        with CalamineWorkbook.from_path(path) as book:
            return _read_sheet(book.get_sheet_by_index(0), wanted)
    except FileRefusedError:
        raise
    except _FAULTS:
        raise not_a_workbook() from None
    except BaseException as error:
        # A panic of the Rust reader is no Exception; anything else of that kind (an interrupt) is not ours to keep.
        if type(error).__name__ != "PanicException":
            raise
        raise not_a_workbook() from None


def further_sheets(path: Path, wanted: frozenset[str]) -> list[int]:
    """Places, from 1, of sheets behind the first that begin with a header asked for: rows that nobody would read.

    For a workbook that `read_excel` has read.
    """
    with CalamineWorkbook.from_path(path) as book:
        found = []
        for at in range(1, len(book.sheet_names)):
            filled = (row for row in book.get_sheet_by_index(at).iter_rows() if not _is_blank(row))
            headers = {bare(trim(cell)) for cell in next(filled, [])}
            if headers & wanted and next(filled, None) is not None:
                found.append(at + 1)
        return found


def _read_sheet(sheet: CalamineSheet, wanted: frozenset[str]) -> TextFile:
    rows = iter(sheet.iter_rows())
    headers = next((tuple(trim(cell) for cell in row) for row in rows if not _is_blank(row)), None)
    if headers is None:
        raise FileRefusedError("empty", "第一张工作表是空的,没有表头行。", "请重新导出;没有数据时也要有表头行。")
    columns = positions(headers, wanted)
    schema = {ROW_NUMBER: pl.Int64(), **dict.fromkeys(columns, pl.String())}
    frames, numeric, gone = [pl.DataFrame(schema=schema)], set[str](), list[LostCell]()
    for start, batch in _batches(rows):
        numbers = pl.Series(ROW_NUMBER, range(start, start + len(batch)), dtype=pl.Int64)
        frame = pl.DataFrame([numbers])
        for header, at in columns.items():
            text, long, rows_lost = _column([row[at] for row in batch])
            frame = frame.with_columns(text.alias(header))
            numeric |= {header} if long else set()
            gone += [LostCell(start + row, header) for row in rows_lost]
        frames.append(frame)
    return TextFile(pl.concat(frames), headers, numeric_cells=frozenset(numeric), lost=tuple(gone))


def _batches(rows: Iterator[list[Any]]) -> Iterator[tuple[int, list[list[Any]]]]:
    """Rows in slices with the number of the first; empty rows are kept back until a filled one follows."""
    start, held = 1, list[list[Any]]()
    while batch := list(islice(rows, _SLICE)):
        filled = max((at for at, row in enumerate(batch) if not _is_blank(row)), default=-1) + 1
        if filled:
            ready = held + batch[:filled]
            yield start, ready
            start, held = start + len(ready), []
        held += batch[filled:]


def _column(cells: list[Any]) -> tuple[pl.Series, bool, list[int]]:
    """Text of one column, whether it has long numbers stored as numbers, and places whose digits are gone."""
    kinds = set(map(type, cells))
    if kinds <= {str}:
        return pl.Series(cells, dtype=pl.String), False, []
    frame = pl.DataFrame(
        {
            "text": pl.Series([_text(cell) for cell in cells], dtype=pl.String),
            "number": pl.Series([_number(cell) for cell in cells], dtype=pl.Float64),
        }
    )
    number = pl.col("number")
    read = frame.select(
        text=pl.coalesce("text", double_text(number)),
        lost=lost(number, double_text(number)),
        long=long_number(number),
    )
    return read["text"], bool(read["long"].any()), read["lost"].arg_true().to_list()


def _number(cell: Any) -> float | None:
    return float(cell) if type(cell) in (int, float) else None


def _text(cell: Any) -> str | None:
    """Text of a cell that is no number: ISO for dates. An empty or faulty cell comes as empty text already."""
    if isinstance(cell, str):
        return cell
    if isinstance(cell, bool):
        return "TRUE" if cell else "FALSE"
    if isinstance(cell, datetime):
        return cell.date().isoformat() if cell.time() == time() else cell.isoformat(" ", "seconds")
    if isinstance(cell, (date, time, timedelta)):
        return str(cell)
    return None


def _is_blank(row: list[Any]) -> bool:
    return all(cell is None or (isinstance(cell, str) and not cell.strip()) for cell in row)
