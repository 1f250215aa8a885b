"""A delivered table: what is loaded, what is refused and why, and that every row is accounted for."""

from __future__ import annotations

import traceback
from datetime import date
from decimal import Decimal
from typing import Any

import pandera.polars as pa
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from schemas.catalogue import TABLES
from transforms.stage.in_force import staged_schema
from transforms.stage.table import DEFECTS, QUARANTINE, Staged, TableRefusedError, refused_cells, stage

RENTALS = TABLES["housing.rentals"]
GOOD = {
    "record_no": "RT1",
    "tenant_name": "秦可卿",
    "tenant_id_number": "11010119900307123X",
    "kind": "公租房",
    "address": "示例路1号",
    "area_m2": "40.5",
    "start_on": "2024-03-01",
    "end_on": "",
    "monthly_yuan": "1,200.00",
}


def delivered(*rows: dict[str, str | None], without: tuple[str, ...] = ()) -> pl.DataFrame:
    frame = pl.DataFrame([GOOD | row for row in rows], schema=dict.fromkeys(GOOD, pl.String))
    return frame.drop(without).with_columns(row_number=pl.int_range(1, pl.len() + 1, dtype=pl.Int64))


def told(staged: Staged) -> list[tuple[Any, ...]]:
    return staged.quarantine.select("row_number", "record_no", "column_name", "check_name").rows()


def test_a_good_row_is_typed() -> None:
    staged = stage(delivered({}), RENTALS)
    assert dict(staged.loaded.schema) == staged_schema(RENTALS)
    assert staged.loaded.row(0, named=True) == {
        **GOOD,
        "area_m2": Decimal("40.5"),
        "start_on": date(2024, 3, 1),
        "end_on": None,
        "monthly_yuan": Decimal("1200"),
        "row_number": 1,
    }
    assert (staged.rows_in, staged.rows_loaded, staged.rows_quarantined, staged.rows_superseded) == (1, 1, 0, 0)
    assert (staged.quarantine.is_empty(), staged.defects.is_empty()) == (True, True)


@pytest.mark.parametrize(
    ("changed", "cells"),
    [
        ({"record_no": " "}, [(None, "record_no", "missing")]),
        ({"record_no": "R" * 33}, [(None, "record_no", "too_long")]),
        ({"tenant_name": "\u3000"}, [("RT1", "tenant_name", "missing")]),
        ({"kind": "自建房"}, [("RT1", "kind", "code")]),
        ({"kind": None}, [("RT1", "kind", "missing")]),
        ({"start_on": "2023-02-29"}, [("RT1", "start_on", "unreadable")]),
        ({"start_on": "不详"}, [("RT1", "start_on", "missing")]),
        ({"start_on": "待定", "kind": "x"}, [("RT1", "kind", "code"), ("RT1", "start_on", "unreadable")]),
    ],
    ids=str,
)
def test_required_cells_put_the_row_into_quarantine(changed: dict[str, str], cells: list[tuple[Any, ...]]) -> None:
    staged = stage(delivered(changed, {"record_no": "RT2"}), RENTALS)
    assert told(staged) == [(1, *cell) for cell in cells]
    assert staged.quarantine.schema == QUARANTINE
    assert (staged.rows_quarantined, staged.loaded["record_no"].to_list()) == (1, ["RT2"])


def test_optional_cells_become_unknown_and_are_listed() -> None:
    rows = [{"end_on": "2024-02-30"}, {"record_no": "RT2", "monthly_yuan": "-3", "end_on": "无"}]
    staged = stage(delivered(*rows, {"record_no": "RT3", "kind": "x", "area_m2": "大"}), RENTALS)
    assert staged.defects.schema == DEFECTS
    assert staged.defects.rows() == [
        (1, "RT1", "end_on", "“截止日期”不是可识别的日期(形似日期,但写法不符,或历法上没有这一天)"),
        (2, "RT2", "monthly_yuan", "“月租金或补贴”不是可识别的金额(为负数)"),
    ]
    assert staged.loaded.select("end_on", "monthly_yuan").rows() == [(None, Decimal("1200")), (None, None)]


def test_the_last_readable_row_of_a_record_wins() -> None:
    rows = [{"address": "一"}, {"record_no": "RT2"}, {"address": "二"}, {"address": "三", "start_on": "x"}]
    staged = stage(delivered(*rows), RENTALS)
    assert staged.loaded.select("record_no", "address", "row_number").rows() == [
        ("RT2", "示例路1号", 2),
        ("RT1", "二", 3),
    ]
    assert (staged.rows_in, staged.rows_loaded, staged.rows_quarantined, staged.rows_superseded) == (4, 2, 1, 1)


def test_absent_optional_columns_are_empty_and_extra_ones_left_out() -> None:
    frame = delivered({}, without=("end_on", "area_m2")).with_columns(备注=pl.lit("x"))
    staged = stage(frame, RENTALS)
    assert dict(staged.loaded.schema) == staged_schema(RENTALS)
    assert staged.loaded.select("end_on", "area_m2").row(0) == (None, None)


def test_a_missing_required_column_refuses_the_file() -> None:
    with pytest.raises(TableRefusedError, match="住建“公租房与租赁补贴”缺少必填列:保障方式、起始日期;整个文件未载入"):
        stage(delivered({}, without=("kind", "start_on")), RENTALS)


def test_columns_that_are_no_text_refuse_the_file() -> None:
    with pytest.raises(TableRefusedError, match="不是文本:建筑面积"):
        stage(delivered({}).with_columns(area_m2=pl.lit(40.5)), RENTALS)


def test_no_rows() -> None:
    staged = stage(delivered({}).clear(), RENTALS)
    assert dict(staged.loaded.schema) == staged_schema(RENTALS)
    assert (staged.quarantine.schema, staged.defects.schema, staged.rows_in) == (QUARANTINE, DEFECTS, 0)


def test_a_sites_own_codes() -> None:
    staged = stage(delivered({"kind": "廉租房 "}, {"record_no": "2"}), RENTALS, {"kind": {"廉租房": "公租房"}})
    assert staged.loaded["kind"].to_list() == ["公租房", "公租房"]


def test_the_model_decides_and_not_the_reading() -> None:
    typed = stage(delivered({}, {"record_no": "RT2"}), RENTALS).loaded.drop("row_number")
    spoilt = typed.with_columns(kind=pl.Series(["公租房", "自建房"]), area_m2=-pl.col("area_m2"))
    assert refused_cells(spoilt, RENTALS).rows() == [(0, "area_m2"), (1, "area_m2"), (1, "kind")]


@pytest.mark.parametrize(
    "spoil", [lambda t: t.drop("kind"), lambda t: t.with_columns(pl.col("start_on").cast(pl.String))]
)
def test_columns_that_are_not_the_models_refuse_the_file(spoil: Any) -> None:
    typed = stage(delivered({}), RENTALS).loaded.drop("row_number")
    with pytest.raises(TableRefusedError, match="列与约定不符"):
        refused_cells(spoil(typed), RENTALS)


def test_a_bad_lazy_frame_is_refused() -> None:
    bad = stage(delivered({}), RENTALS).loaded.drop("row_number").with_columns(kind=pl.lit("自建房")).lazy()
    RENTALS.model.validate(bad, lazy=True)  # the trap: pandera looks at the schema of a LazyFrame only
    with pytest.raises(TypeError, match="collect it first"):
        refused_cells(bad, RENTALS)  # type: ignore[arg-type]
    assert refused_cells(bad.collect(), RENTALS).height == 1


def test_a_refusal_holds_no_value(monkeypatch: pytest.MonkeyPatch) -> None:
    class Other(pa.DataFrameModel):
        record_no: pl.Int64

    monkeypatch.setattr(RENTALS.model, "validate", Other.validate)
    with pytest.raises(TableRefusedError) as caught:
        stage(delivered({}), RENTALS)
    shown = "".join(traceback.format_exception(caught.value))
    assert not [value for value in ("秦可卿", "11010119900307123X", "示例路") if value in shown]


SECRET = "秦可卿11010119900307123X"


@pytest.mark.parametrize("spec", TABLES.values(), ids=list(TABLES))
def test_reasons_hold_no_value(spec: Any) -> None:
    frame = pl.DataFrame({column.name: [SECRET * 3] for column in spec.columns}).with_columns(
        row_number=pl.lit(1, pl.Int64)
    )
    staged = stage(frame, spec)
    texts = [*staged.quarantine["reason"], *staged.defects["reason"]]
    assert texts
    assert not [text for text in texts if any(SECRET[at : at + 4] in text for at in range(len(SECRET) - 3))]
    assert staged.quarantine["record_no"].null_count() == staged.quarantine.height


CELLS = st.sampled_from([None, "", "公租房", "自建房", "2024-03-01", "20240345", "12.5", "x", "RT1", "RT2", "无"])


@settings(max_examples=50)
@given(rows=st.lists(st.fixed_dictionaries(dict.fromkeys(GOOD, CELLS)), max_size=12))
def test_every_row_is_accounted_for(rows: list[dict[str, str | None]]) -> None:
    frame = delivered(*[{**GOOD, **row} for row in rows]) if rows else delivered({}).clear()
    staged = stage(frame, RENTALS)
    assert staged.rows_in == staged.rows_loaded + staged.rows_quarantined + staged.rows_superseded == len(rows)
    assert staged.loaded["record_no"].is_unique().all()
    assert staged.loaded["row_number"].is_sorted()
    assert not set(staged.loaded["row_number"]) & set(staged.quarantine["row_number"])
    assert set(staged.defects["row_number"]) <= set(staged.loaded["row_number"])
    assert refused_cells(staged.loaded.drop("row_number"), RENTALS).is_empty()
