"""Delivered workbooks and parquet files as text: dates, amounts, long numbers, and cells that hold none."""

from __future__ import annotations

from datetime import date, datetime, time
from decimal import Decimal
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import polars as pl
import pytest

from flows.reading import LostCell, TextFile, read_text
from tests.flows.delivered import xlsx_bytes

COLUMN = "值"
WANTED = frozenset({COLUMN, "序号"})


def from_xlsx(path: Path, *cells: Any) -> TextFile:
    content = xlsx_bytes([[number, cell] for number, cell in enumerate(cells, 1)], ["序号", COLUMN])
    (path / "a.xlsx").write_bytes(content)
    return read_text(path / "a.xlsx", "xlsx", None, WANTED)


def from_parquet(path: Path, values: pl.Series) -> TextFile:
    pl.DataFrame({COLUMN: values}).write_parquet(path / "a.parquet")
    return read_text(path / "a.parquet", "parquet", None, WANTED)


AMOUNTS = [
    (4755.4700000000003, "4755.47"),
    (0.1 + 0.2, "0.3"),
    (1000000.0 - 999999.9, "0.1"),
    (234.0, "234"),
    (-12.5, "-12.5"),
    (64.3512, "64.3512"),
    (999999999999.99, "999999999999.99"),
    (202410.0, "202410"),
    (999902001002.0, "999902001002"),
    (123456789012345.0, "123456789012345"),
]


@pytest.mark.parametrize(("number", "text"), AMOUNTS)
def test_floating_point_amounts_become_the_text_once_typed(tmp_path: Path, number: float, text: str) -> None:
    assert from_xlsx(tmp_path, number).frame[COLUMN].to_list() == [text]
    assert from_parquet(tmp_path, pl.Series([number])).frame[COLUMN].to_list() == [text]


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        ("0012 ", "0012 "),
        ("", ""),
        (None, ""),
        (True, "TRUE"),
        (False, "FALSE"),
        (date(2024, 3, 1), "2024-03-01"),
        (datetime(2024, 3, 1), "2024-03-01"),  # noqa: DTZ001 - a workbook knows no zone
        (datetime(2024, 3, 1, 5, 6, 7), "2024-03-01 05:06:07"),  # noqa: DTZ001
        (time(5, 6), "05:06:00"),
        (7, "7"),
    ],
)
def test_excel_cells(tmp_path: Path, cell: Any, text: str | None) -> None:
    assert from_xlsx(tmp_path, cell).frame[COLUMN].to_list() == [text]


def test_excel_error_cell_is_empty(tmp_path: Path) -> None:
    assert from_xlsx(tmp_path, "=1/0").frame[COLUMN].to_list() in ([""], ["0"])


def test_excel_mixed_column_and_rows_that_are_none(tmp_path: Path) -> None:
    content = xlsx_bytes([["1", "甲"], ["", "  "], ["3", 5], ["", ""], ["", " "]], ["序号", COLUMN])
    (tmp_path / "a.xlsx").write_bytes(content)
    got = read_text(tmp_path / "a.xlsx", "xlsx", None, WANTED)
    assert got.frame.rows() == [(1, "1", "甲"), (2, "", "  "), (3, "3", "5")]


def test_excel_header_below_empty_rows(tmp_path: Path) -> None:
    content = xlsx_bytes([["", ""], [" 序号 ", COLUMN], ["1", "甲"]], ["", ""])
    (tmp_path / "a.xlsx").write_bytes(content)
    assert read_text(tmp_path / "a.xlsx", "xlsx", None, WANTED).frame.rows() == [(1, "1", "甲")]


def test_long_numbers_stored_as_numbers_are_lost_not_guessed(tmp_path: Path) -> None:
    got = from_xlsx(tmp_path, "6222020000000000001", 6222020000000000001, 5)
    assert got.frame[COLUMN].to_list() == ["6222020000000000001", None, "5"]
    assert got.lost == (LostCell(2, COLUMN),)
    assert got.numeric_cells == frozenset({COLUMN})
    floats = from_parquet(tmp_path, pl.Series([6.2e18, 1.0, None]))
    assert (floats.frame[COLUMN].to_list(), floats.lost) == ([None, "1", None], (LostCell(1, COLUMN),))


def test_small_numbers_are_no_long_numbers(tmp_path: Path) -> None:
    assert from_xlsx(tmp_path, 0, 1).numeric_cells == frozenset()


SHANGHAI = ZoneInfo("Asia/Shanghai")


@pytest.mark.parametrize(
    ("values", "text"),
    [
        (pl.Series(["甲", None]), ["甲", None]),
        (pl.Series(["甲", "乙"], dtype=pl.Categorical), ["甲", "乙"]),
        (pl.Series([110101199001011234]), ["110101199001011234"]),
        (pl.Series([Decimal("4755.40")], dtype=pl.Decimal(14, 2)), ["4755.40"]),
        (pl.Series([1234.56], dtype=pl.Float32), ["1234.56"]),
        (pl.Series([200_000.5], dtype=pl.Float32), [None]),
        (pl.Series([float("nan"), float("inf")]), [None, None]),
        (pl.Series([True, False, None]), ["TRUE", "FALSE", None]),
        (pl.Series([date(2024, 3, 1)]), ["2024-03-01"]),
        (pl.Series([datetime(2024, 3, 1), datetime(2024, 3, 1, 5)]), ["2024-03-01", "2024-03-01 05:00:00"]),  # noqa: DTZ001
        (pl.Series([datetime(2024, 3, 1, tzinfo=SHANGHAI)]).dt.convert_time_zone("UTC"), ["2024-03-01"]),
        (pl.Series([None], dtype=pl.Null), [None]),
    ],
)
def test_parquet_types(tmp_path: Path, values: pl.Series, text: list[str | None]) -> None:
    got = from_parquet(tmp_path, values)
    assert got.frame[COLUMN].to_list() == text
    assert got.frame.schema == pl.Schema({"row_number": pl.Int64(), COLUMN: pl.String()})
    assert not got.numeric_cells or values.dtype.is_float()


def test_exact_integers_in_parquet_are_no_numeric_cells(tmp_path: Path) -> None:
    assert from_parquet(tmp_path, pl.Series([110101199001011234])).numeric_cells == frozenset()
