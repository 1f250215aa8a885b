"""Tables of the city before they are written: typed columns, persons as indexes, nights as a range.

Besides the contract's columns a frame carries control columns: `@role` (person index of a role, null when empty),
`_row` (number of the record; versions of one record share it), `_from` and `_to` (nights, from 0, on which this version
is delivered; an event has both equal). Other columns that begin with `_` belong to the table that has them.
Money and areas are Int64 (fen, hundredths); see transforms/sample/draw.py.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import polars as pl

from transforms.sample.draw import NOBODY, Ints

Frames = dict[str, pl.DataFrame]
"""Tables by "department.table"."""
FOREVER = 9999
Column = pl.Series | str | int | None
Columns = dict[str, Column]
"""New records: a series, or one value for all of them."""


def persons(index: Ints) -> pl.Series:
    """Column of person indexes; NOBODY becomes null."""
    column = pl.Series(index.astype(np.int64))
    return pl.select(pl.when(column != NOBODY).then(column)).to_series()


def people_of(frame: pl.DataFrame, role: str) -> Ints:
    """Person indexes of a role as an array; null becomes NOBODY."""
    return frame[f"@{role}"].fill_null(NOBODY).to_numpy()


def table(size: int, columns: Mapping[str, Column], night: Ints | None = None) -> pl.DataFrame:
    """A frame of `size` records; a single value fills its column. With `night` the rows are events of those nights."""
    first = np.zeros(size, dtype=np.int64) if night is None else night
    last = np.full(size, FOREVER, dtype=np.int64) if night is None else night
    series = [
        (value if isinstance(value, pl.Series) else pl.repeat(value, size, dtype=_dtype(value), eager=True)).alias(name)
        for name, value in columns.items()
    ]
    control = [
        pl.Series("_row", np.arange(size, dtype=np.int64)),
        pl.Series("_from", first),
        pl.Series("_to", last),
    ]
    return pl.DataFrame([*series, *control])


def _dtype(value: str | int | None) -> pl.DataType:
    return pl.Int64() if isinstance(value, int) else pl.String()


def append(frame: pl.DataFrame, more: pl.DataFrame) -> pl.DataFrame:
    """The frame with new records after its own; columns that `more` lacks stay null."""
    return pl.concat([frame, more.with_columns(pl.col("_row") + next_row(frame))], how="diagonal_relaxed")


def next_row(frame: pl.DataFrame) -> int:
    """The `_row` of the next record to be added."""
    return 1 + int(frame["_row"].to_numpy().max(initial=-1))


def change(frame: pl.DataFrame, rows: Ints, **values: pl.Expr) -> pl.DataFrame:
    """The frame with new values in some records (by `_row`), in every version of them."""
    chosen = pl.col("_row").is_in(pl.Series(rows).implode())
    return frame.with_columns(
        pl.when(chosen).then(value.cast(frame.schema[name])).otherwise(pl.col(name)).alias(name)
        for name, value in values.items()
    )


def between(frame: pl.DataFrame, rows: Ints, first: int, last: int, values: pl.DataFrame | None) -> pl.DataFrame:
    """The frame in which some records differ from night `first` to night `last`; their versions are cut there.

    `values` holds `_row` and the columns that differ. Without values the records are not delivered on those nights.
    """
    chosen = pl.col("_row").is_in(pl.Series(rows).implode())
    touched = frame.filter(chosen)
    parts = [
        frame.filter(~chosen),
        touched.with_columns(pl.min_horizontal("_to", pl.lit(first - 1)).alias("_to")),
        touched.with_columns(pl.max_horizontal("_from", pl.lit(last + 1)).alias("_from")),
    ]
    if values is not None:
        during = touched.with_columns(pl.max_horizontal("_from", pl.lit(first)), pl.min_horizontal("_to", pl.lit(last)))
        replaced = during.drop(set(values.columns) - {"_row"}).join(values, on="_row", how="left")
        parts.append(replaced.select(pl.col(name).cast(dtype) for name, dtype in frame.schema.items()))
    return pl.concat(parts).filter(pl.col("_to") >= pl.col("_from")).sort("_row", "_from")


def on_night(frame: pl.DataFrame, night: int) -> pl.DataFrame:
    """What is delivered on a night."""
    return frame.filter((pl.col("_from") <= night) & (pl.col("_to") >= night))
