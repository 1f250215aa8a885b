"""Which rows count after several batches."""

from __future__ import annotations

import random
from datetime import date, timedelta
from typing import Any

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from schemas.catalogue import TABLES, TableSpec
from transforms.stage.in_force import in_force, staged_schema

EVENT, STATE = TABLES["civil_affairs.deaths"], TABLES["civil_affairs.elder_care"]
FIRST = date(2026, 11, 20)


def batch(spec: TableSpec, *records: str, names: str = "") -> pl.DataFrame:
    rows = [{"record_no": record, "name": f"{names}{record}", "row_number": at} for at, record in enumerate(records, 1)]
    return pl.DataFrame(rows, schema=staged_schema(spec))


def day(number: int) -> date:
    return FIRST + timedelta(days=number)


def short(frame: pl.DataFrame) -> list[tuple[Any, ...]]:
    return frame.select("row", "record_no", "name", "batch_date").rows()


def test_event_the_higher_batch_date_wins() -> None:
    batches = [
        (day(0), batch(EVENT, "A", "B", "C")),
        (day(1), batch(EVENT, "B", "D", names="2")),
        (day(2), batch(EVENT, "D", names="3")),
    ]
    kept = in_force(EVENT, batches)
    expected = [(0, "A", "A", day(0)), (1, "C", "C", day(0)), (2, "B", "2B", day(1)), (3, "D", "3D", day(2))]
    assert short(kept) == expected
    assert dict(kept.schema) == staged_schema(EVENT) | {"batch_date": pl.Date(), "row": pl.UInt32()}
    shuffled = [(on, rows.lazy()) for on, rows in reversed(batches)]
    assert short(in_force(EVENT, shuffled)) == expected


def test_state_the_newest_batch_is_all() -> None:
    batches = [(day(1), batch(STATE, "B", names="2")), (day(0), batch(STATE, "A", "B"))]
    assert short(in_force(STATE, batches)) == [(0, "B", "2B", day(1))]


@pytest.mark.parametrize("spec", [EVENT, STATE])
def test_no_batch_and_empty_batches(spec: TableSpec) -> None:
    schema = staged_schema(spec) | {"batch_date": pl.Date(), "row": pl.UInt32()}
    assert dict(in_force(spec, []).schema) == schema
    assert dict(in_force(spec, [(day(0), batch(spec)), (day(1), batch(spec))]).schema) == schema


def test_two_batches_of_one_date_are_refused() -> None:
    with pytest.raises(ValueError, match="two batches of one date"):
        in_force(EVENT, [(day(0), batch(EVENT, "A")), (day(0), batch(EVENT, "A"))])


def test_rows_out_of_order_are_sorted() -> None:
    rows = batch(EVENT, "A", "B", "C").sort("row_number", descending=True)
    assert in_force(EVENT, [(day(0), rows)])["record_no"].to_list() == ["A", "B", "C"]


@settings(max_examples=60)
@given(
    nights=st.lists(st.lists(st.sampled_from("ABCDEF"), unique=True, max_size=6), max_size=5), seed=st.integers(0, 9)
)
def test_event_is_what_a_dictionary_would_keep(nights: list[list[str]], seed: int) -> None:
    batches = [(day(at), batch(EVENT, *records, names=str(at))) for at, records in enumerate(nights)]
    kept: dict[str, tuple[date, int]] = {}
    for at, records in enumerate(nights):
        kept |= {record: (day(at), number) for number, record in enumerate(records, 1)}
    random.Random(seed).shuffle(batches)
    found = in_force(EVENT, batches)
    assert found.select("batch_date", "row_number").rows() == sorted(kept.values())
    assert dict(zip(found["record_no"], found.select("batch_date", "row_number").rows(), strict=True)) == kept
    assert found["row"].to_list() == list(range(found.height))
