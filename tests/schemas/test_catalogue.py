"""The registry finds departments by itself, and a table's model refuses what it should."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pandera.errors
import polars as pl
import pytest

import schemas
from schemas import catalogue
from schemas.catalogue import TABLES
from schemas.types import DATE_NAMES

NEW_DEPARTMENT = '''
"""Taxation."""
from schemas import types
from schemas.types import Department, Table, Text, about, plain

DEPARTMENT = Department(label="税务", order=5)


class Payers(Table):
    """纳税人. Grain: one payer."""

    record_no: Text = types.serial("业务流水号")
    name: Text = types.name("姓名", required=True)

    Config = about("payers", "纳税人", "state", plain("payer"))
'''


def test_a_new_department_is_a_new_module(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "taxation_for_test.py").write_text(NEW_DEPARTMENT, "utf-8")
    monkeypatch.setattr(schemas, "__path__", [*schemas.__path__, str(tmp_path)])
    found = catalogue._discover()
    assert list(found) == [*TABLES, "taxation_for_test.payers"]
    assert found["taxation_for_test.payers"].department_label == "税务"


def test_column_by_name() -> None:
    households = TABLES["civil_affairs.households"]
    assert households.column("program").header == "救助类别"
    with pytest.raises(KeyError, match="no column colour"):
        households.column("colour")


GOOD: dict[str, Any] = {
    "record_no": "RT1",
    "tenant_name": "甲",
    "tenant_id_number": None,
    "kind": "公租房",
    "address": None,
    "area_m2": Decimal("40.5000"),
    "start_on": date(2024, 3, 1),
    "end_on": None,
    "monthly_yuan": Decimal("200.00"),
}


def rentals(**changed: Any) -> pl.DataFrame:
    schema = {name: column.dtype.type for name, column in TABLES["housing.rentals"].model.to_schema().columns.items()}
    return pl.DataFrame([GOOD | changed], schema=schema)


@pytest.mark.parametrize(
    "changed", [{}, {"end_on": date(9999, 12, 31)}, {"end_on": date(2150, 12, 31)}, {"end_on": None}]
)
def test_model_lets_a_good_row_pass(changed: dict[str, Any]) -> None:
    TABLES["housing.rentals"].model.validate(rentals(**changed), lazy=True)


@pytest.mark.parametrize(
    "changed",
    [
        {"record_no": None},
        {"record_no": ""},
        {"record_no": "R" * 33},
        {"tenant_name": None},
        {"kind": "自建房"},
        {"start_on": None},
        {"start_on": date(1700, 1, 1)},
        {"end_on": date(2151, 1, 1)},
        {"end_on": date(9999, 12, 30)},
        {"area_m2": Decimal("-1.0000")},
        {"monthly_yuan": Decimal("-0.01")},
    ],
    ids=str,
)
def test_model_refuses(changed: dict[str, Any]) -> None:
    with pytest.raises(pandera.errors.SchemaErrors):
        TABLES["housing.rentals"].model.validate(rentals(**changed), lazy=True)


def test_model_wants_its_columns_in_order() -> None:
    good = rentals()
    for frame in (good.drop("address"), good.with_columns(x=1), good.select(reversed(good.columns))):
        with pytest.raises(pandera.errors.SchemaErrors):
            TABLES["housing.rentals"].model.validate(frame, lazy=True)


def test_date_columns_are_called_so_and_no_others() -> None:
    """The check of days finds its columns by name."""
    named = {(key, one.name) for key, spec in TABLES.items() for one in spec.columns if re.match(DATE_NAMES, one.name)}
    dates = {(key, one.name) for key, spec in TABLES.items() for one in spec.columns if one.type == "date"}
    assert named == dates
