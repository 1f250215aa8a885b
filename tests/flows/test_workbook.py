"""Workbooks hold typed cells and no formula, and the same tables give the same bytes."""

from __future__ import annotations

import zipfile
from datetime import date
from decimal import Decimal
from io import BytesIO

import polars as pl
import pytest
from python_calamine import CalamineWorkbook

from flows.workbook import Sheet, safe_csv, safe_text, workbook

FRAME = pl.DataFrame(
    {
        "姓名": ["=1+1", "@SUM(A1)", "张三"],
        "号码": ["110101199003070011", "-2", None],
        "金额": [Decimal("12.30"), None, Decimal("0.00")],
        "日期": [date(2026, 11, 20), None, date(1999, 1, 1)],
        "户数": [1, 2, None],
    }
)


def test_cells_are_typed_and_nothing_is_a_formula() -> None:
    data = workbook([Sheet("名单", FRAME, note="截至 2026-11-20"), Sheet("空", FRAME.clear())])
    book = CalamineWorkbook.from_filelike(BytesIO(data))
    rows = book.get_sheet_by_name("名单").to_python()
    assert rows[1] == list(FRAME.columns)
    assert rows[2] == ["=1+1", "110101199003070011", 12.3, date(2026, 11, 20), 1.0]
    assert rows[3][:2] == ["@SUM(A1)", "-2"]
    assert book.get_sheet_by_name("空").to_python() == [list(FRAME.columns)]
    with zipfile.ZipFile(BytesIO(data)) as packed:
        assert [name for name in packed.namelist() if b"<f>" in packed.read(name)] == []


def test_the_same_tables_give_the_same_bytes() -> None:
    assert workbook([Sheet("名单", FRAME)]) == workbook([Sheet("名单", FRAME)])


@pytest.mark.parametrize(
    ("given", "written"), [("=A1", "'=A1"), ("-5", "'-5"), ("＋1", "'＋1"), ("张三", "张三"), ("", "")]
)
def test_text_for_csv_does_not_start_a_formula(given: str, written: str) -> None:
    assert safe_text(given) == written


def test_csv_keeps_numbers_and_never_starts_a_formula() -> None:
    frame = pl.DataFrame({"甲": ["=1+1", None], "乙": [-5, 2]})
    assert safe_csv(frame).decode() == "甲,乙\n'=1+1,-5\n,2\n"
    assert safe_csv(frame, quoted=True).decode() == '"甲","乙"\n"\'=1+1","-5"\n"","2"\n'
