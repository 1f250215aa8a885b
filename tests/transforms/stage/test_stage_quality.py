"""Counts of a staged file: what is empty, strange, doubled, out of order, and the usual amount."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import polars as pl

from schemas.catalogue import TABLES
from transforms.stage.quality import key_columns, quality
from transforms.stage.table import stage

RENTALS = TABLES["housing.rentals"]
MEMBERS = TABLES["civil_affairs.household_members"]


def rentals(*rows: dict[str, str | None]) -> dict[tuple[str, str], tuple[object, ...]]:
    """Counts by (kind, name) of rentals given as text."""
    names = [column.name for column in RENTALS.columns]
    usual = {"record_no": "R", "tenant_name": "甲", "name": "甲", "kind": "公租房", "start_on": "2026-01-01"}
    texts = [{name: row.get(name, usual.get(name)) for name in names} for row in rows]
    frame = pl.DataFrame(texts, schema=dict.fromkeys(names, pl.String)).with_columns(
        row_number=pl.int_range(1, pl.len() + 1, dtype=pl.Int64)
    )
    frame = frame.with_columns(record_no=pl.coalesce("record_no", "record_no") + pl.col("row_number").cast(pl.String))
    staged = stage(frame, RENTALS)
    found = quality(staged.loaded, staged.quarantine, staged.rows_superseded, RENTALS)
    return {(row[0], row[1]): row[2:] for row in found.iter_rows()}


def test_counts_of_a_file() -> None:
    found = rentals(
        {"monthly_yuan": "300", "address": "安居苑�1号", "end_on": "2025-12-31"},
        {"monthly_yuan": "0", "address": "\ue001苑", "end_on": "2026-01-01", "start_on": "1900-01-01"},
        {"monthly_yuan": "200", "address": "锟斤拷"},
        {"monthly_yuan": "100.5", "address": "安居苑"},
        {"monthly_yuan": None, "start_on": None},
    )
    assert found["rows", ""] == (None, 5, None)
    assert found["odd", "address"] == (None, 3, None)
    assert found["order", "end_on<start_on"] == (None, 1, None)
    assert found["zero", "start_on"] == (None, 1, None)
    assert found["amount", "monthly_yuan"] == (None, 3, Decimal("200.0000"))
    assert found["twice", "record_no"] == (None, 0, None)


def test_a_business_key_with_an_empty_part_is_not_compared() -> None:
    row = {"record_no": "1", "household_no": "J1", "id_number": "1", "name": "甲", "row_number": 1}
    loaded = pl.DataFrame(
        [row, row | {"record_no": "2"}, row | {"id_number": None}, row | {"id_number": None}],
        schema={column.name: pl.String for column in MEMBERS.columns}
        | {"birth_date": pl.Date, "declared_income_yuan_month": pl.Decimal(18, 2), "row_number": pl.Int64},
    )
    none = pl.DataFrame(schema={"row_number": pl.Int64, "column_name": pl.String, "check_name": pl.String})
    found = quality(loaded, none, 0, MEMBERS).filter(pl.col("kind").is_in(["twice", "empty"]))
    told = {(kind, name): hits for kind, name, hits in found.select("kind", "name", "hits").iter_rows()}
    assert told["twice", "household_no+id_number"] == 1
    assert told["empty", "id_number"] == 2


def test_keys_are_those_of_people_who_must_be_named() -> None:
    assert key_columns(TABLES["civil_affairs.children"]) == ("name", "id_number")
    assert key_columns(TABLES["civil_affairs.marriages"]) == (
        *("husband_name", "husband_id_number"),
        *("wife_name", "wife_id_number"),
    )


def test_the_last_day_is_kept_of_what_has_happened_only() -> None:
    spec = TABLES["housing.sale_contracts"]
    schema = {column.name: pl.String for column in spec.columns} | {"signed_on": pl.Date, "row_number": pl.Int64}
    schema |= {"area_m2": pl.Decimal(12, 4), "price_yuan": pl.Decimal(18, 2)}
    loaded = pl.DataFrame([{"signed_on": date(2030, 1, 1)}, {"signed_on": date(2026, 1, 1)}], schema=schema)
    none = pl.DataFrame(schema={"row_number": pl.Int64, "column_name": pl.String, "check_name": pl.String})
    found = quality(loaded, none, 0, spec).filter(pl.col("kind") == "last_day")
    assert found.select("name", "value").rows() == [("signed_on", "2030-01-01")]
