"""Which staged rows count on a night: the newest batch of a state table, the surviving rows of an event table."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Final

import polars as pl

from schemas.catalogue import TableSpec
from schemas.types import POLARS_TYPES

Batch = tuple[date, pl.LazyFrame | pl.DataFrame]
"""batch_date and the staged rows of the one accepted delivery of that date (columns of `staged_schema`)."""

_ORDER: Final = ["batch_date", "row_number"]


def staged_schema(spec: TableSpec) -> dict[str, pl.DataType]:
    """Column name -> polars type of a staged table: the contract's columns in its order, then `row_number`."""
    return {column.name: POLARS_TYPES[column.type] for column in spec.columns} | {"row_number": pl.Int64()}


def in_force(spec: TableSpec, batches: Sequence[Batch], columns: Sequence[str] | None = None) -> pl.DataFrame:
    """Rows in force after the given batches, in any order of arrival: staged columns, `batch_date`, `row`.

    State: all rows of the highest batch_date. Event: of each record_no the row of the highest batch_date. Sorted by
    (batch_date, row_number); `row` (UInt32) counts from 0. No batch gives an empty frame. Raises ValueError for two
    batches of one date, since nothing here says which of them counts. `columns`: only these staged columns are read,
    beside record_no and what the order needs.
    """
    schema = staged_schema(spec)
    if columns is not None:
        needed = {"record_no", "row_number", *columns}
        schema = {name: dtype for name, dtype in schema.items() if name in needed}
    ordered = sorted(batches, key=lambda batch: batch[0])
    dates = [day for day, _ in ordered]
    if len(set(dates)) != len(dates):
        raise ValueError(f"{spec.key}: two batches of one date")
    frames = [rows.lazy().select(*schema).with_columns(batch_date=pl.lit(day, pl.Date)) for day, rows in ordered]
    if not frames:
        empty = pl.DataFrame(schema=schema | {"batch_date": pl.Date()})
        return _numbered(empty)
    kept = _newest_of_each(frames) if spec.is_event else frames[-1].collect()
    return _numbered(kept if kept.select(_in_order()).item() else kept.sort(_ORDER))


def _newest_of_each(frames: Sequence[pl.LazyFrame]) -> pl.DataFrame:
    """Of each record_no the row of the last frame that has it.

    The first batch holds the history and the later ones a night's worth each. So only the later ones are made unique,
    and the history is looked through once for the few records that they replace.
    """
    history, *later = frames
    if not later:
        return history.collect()
    newer = pl.concat(later).collect().unique("record_no", keep="last", maintain_order=True).sort(_ORDER)
    older = history.join(newer.lazy().select("record_no"), on="record_no", how="anti", maintain_order="left").collect()
    return pl.concat([older, newer])


def _in_order() -> pl.Expr:
    """Whether rows stand by batch_date, then row_number, already: cheaper to see than to sort four million rows."""
    day, number = pl.col("batch_date"), pl.col("row_number")
    after = (day > day.shift(1)) | ((day == day.shift(1)) & (number > number.shift(1)))
    return after.fill_null(value=True).all()


def _numbered(rows: pl.DataFrame) -> pl.DataFrame:
    return rows.with_columns(pl.int_range(pl.len(), dtype=pl.UInt32).alias("row"))
