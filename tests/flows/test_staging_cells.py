"""From a delivered file of each format to typed rows: headers with blanks, typed cells, doubles, days for ever."""

from __future__ import annotations

import hashlib
import io
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from flows.lake import Lake
from flows.staging import ROWS, Source, StagedFile, stage_file
from schemas.catalogue import TABLES
from tests.flows.delivered import csv_bytes, xlsx_bytes

FORMATS = ("csv", "xlsx", "parquet")
TYPED = datetime(2026, 10, 15, 8, 30)  # noqa: DTZ001  a cell has no zone


def staged(tmp_path: Path, key: str, file_format: str, row: dict[str, Any]) -> tuple[StagedFile, pl.DataFrame]:
    """One row delivered in a format, and what became of it."""
    if file_format == "parquet":
        memory = io.BytesIO()
        pl.DataFrame([row]).write_parquet(memory)
        content = memory.getvalue()
    elif file_format == "xlsx":
        content = xlsx_bytes([list(row.values())], list(row))
    else:
        content = csv_bytes([[str(value) for value in row.values()]], list(row))
    path = tmp_path / f"a.{file_format}"
    path.write_bytes(content)
    lake = Lake(tmp_path / "home")
    source = Source(path, hashlib.sha256(content).hexdigest(), file_format, None)
    done = stage_file(source, TABLES[key], lake)
    return done, pl.read_parquet(lake.staged / done.folder / ROWS)


CONTRIBUTION = {"缴费流水号": "C1", "姓名": "王小明", "证件号码": "", "险种": "企业职工养老", "缴费基数": "3000.50"}
PROPERTY = {"登记流水号": "P1", "不动产单元号": "U1", "权利人": "王小明", "用途": "住宅", "登记时间": "2020-01-01"}
CARD = {"业务流水号": "D1", "姓名": "王小明", "残疾类别": "肢体", "残疾等级": "三级", "证件状态": "有效"}


@pytest.mark.parametrize("file_format", FORMATS)
@pytest.mark.parametrize("month", [date(2026, 10, 1), TYPED, "2026-10", "202610"], ids=str)
def test_a_month_may_be_a_typed_cell(tmp_path: Path, file_format: str, month: object) -> None:
    row = CONTRIBUTION | {"费款所属期": month, "缴费状态": "已缴"}
    _, rows = staged(tmp_path, "human_resources.contributions", file_format, row)
    assert rows["month"].to_list() == [date(2026, 10, 1)]


@pytest.mark.parametrize("file_format", FORMATS)
def test_measures_as_doubles_write_them(tmp_path: Path, file_format: str) -> None:
    row = PROPERTY | {"份额": 200 / 3, "建筑面积": 89.12345, "权属状态": "现势"}
    done, rows = staged(tmp_path, "housing.properties", file_format, row)
    assert rows.select("share_percent", "area_m2").row(0) == (Decimal("66.6667"), Decimal("89.1235"))
    assert done.defects == 0


@pytest.mark.parametrize("file_format", FORMATS)
@pytest.mark.parametrize("day", [date(9999, 12, 31), "99991231", "9999-12-31"], ids=str)
def test_a_card_for_ever(tmp_path: Path, file_format: str, day: object) -> None:
    done, rows = staged(tmp_path, "civil_affairs.disabilities", file_format, CARD | {"有效期至": day})
    assert (rows["valid_until"].to_list(), done.defects) == ([date(9999, 12, 31)], 0)


@pytest.mark.parametrize("file_format", FORMATS)
def test_blanks_inside_a_header_count_for_nothing(tmp_path: Path, file_format: str) -> None:
    spaced = {"姓名": "姓 名", "残疾类别": "残疾\n类别", "证件状态": "\u3000证件\u00a0状态 "}
    row = {spaced.get(header, header): value for header, value in CARD.items()} | {"发 卡 人": "x"}
    done, rows = staged(tmp_path, "civil_affairs.disabilities", file_format, row)
    assert rows.select("name", "category", "status").row(0) == ("王小明", "肢体", "有效")
    assert done.extra_columns == ("发 卡 人",)
