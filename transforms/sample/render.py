"""A night's delivery of one table: contract columns as text (typed for parquet), Chinese headers in a mixed order."""

from __future__ import annotations

import polars as pl

from schemas.catalogue import ColumnSpec, TableSpec
from transforms.sample.aid import checked_on
from transforms.sample.city import City
from transforms.sample.draw import stream
from transforms.sample.frames import on_night
from transforms.sample.layout import EXTRA_COLUMN, Layout
from transforms.sample.registers import visited_on

_HUNDREDTHS = frozenset({"yuan", "area", "percent"})


def night_frame(city: City, frame: pl.DataFrame, key: str, night: int) -> pl.DataFrame:
    """What is delivered of a table on a night; days that move with the nights are filled in."""
    delivered = on_night(frame, night)
    if key == "civil_affairs.households":
        moving = checked_on(city.today, night)
        return delivered.with_columns(_unless_fixed(delivered, "last_verified_on", moving))
    if key == "civil_affairs.elder_care":
        return delivered.with_columns(_unless_fixed(delivered, "last_visit_on", visited_on(city.today, night)))
    return delivered


def _unless_fixed(frame: pl.DataFrame, name: str, moving: pl.Expr) -> pl.Expr:
    """The planted day where there is one (`_fixed` true, the day in `_day`, null for never), else the moving one."""
    if "_fixed" not in frame.columns:
        return moving.alias(name)
    return pl.when(pl.col("_fixed")).then(pl.col("_day")).otherwise(moving).alias(name)


def typed(frame: pl.DataFrame, spec: TableSpec) -> pl.DataFrame:
    """The contract's columns in its order: decimals exact, dates as dates."""
    return frame.select(
        _decimal(column) if column.type in _HUNDREDTHS else _plain(frame, column) for column in spec.columns
    )


def _plain(frame: pl.DataFrame, column: ColumnSpec) -> pl.Expr:
    if column.name not in frame.columns:
        return pl.lit(None, dtype=pl.String).alias(column.name)
    return pl.col(column.name)


def _hundredths(name: str) -> pl.Expr:
    """Whole hundredths as decimal text, exactly."""
    value = pl.col(name)
    fraction = (value.abs() % 100).cast(pl.String).str.zfill(2)
    return (value // 100).cast(pl.String) + "." + fraction


def _decimal(column: ColumnSpec) -> pl.Expr:
    return _hundredths(column.name).cast(pl.Decimal(18, 2)).alias(column.name)


def as_text(frame: pl.DataFrame, spec: TableSpec, layout: Layout) -> pl.DataFrame:
    """The contract's columns in its order, all text, as a csv file carries them."""
    return frame.select(_text(frame, column, layout) for column in spec.columns)


def _text(frame: pl.DataFrame, column: ColumnSpec, layout: Layout) -> pl.Expr:
    if column.name not in frame.columns:
        return pl.lit(None, dtype=pl.String).alias(column.name)
    if column.type in _HUNDREDTHS:
        return _hundredths(column.name).alias(column.name)
    if column.type in {"date", "month"} and column.name in frame.columns:
        return _day_text(frame[column.name], layout.date if column.type == "date" else layout.month)
    return _plain(frame, column).cast(pl.String)


def _day_text(column: pl.Series, pattern: str) -> pl.Expr:
    """Days as text: each different day is written once and looked up, which is much quicker on long columns."""
    if column.dtype != pl.Date or column.null_count() == len(column):
        return pl.lit(pl.repeat(None, len(column), dtype=pl.String, eager=True)).alias(column.name)
    numbers = column.cast(pl.Int32).cast(pl.Int64)
    first, last = int(numbers.min()), int(numbers.max())  # type: ignore[arg-type]
    words = pl.Series(range(first, last + 1), dtype=pl.Int32).cast(pl.Date).dt.strftime(pattern)
    return pl.lit(words.gather(numbers - first)).alias(column.name)


def headed(frame: pl.DataFrame, spec: TableSpec, city: City) -> pl.DataFrame:
    """The frame under Chinese headers, columns in the department's own order, with the odd unknown column."""
    order = stream(city.seed, "columns of " + spec.key).permutation(len(spec.columns))
    renamed = frame.select(pl.col(spec.columns[i].name).alias(spec.columns[i].header) for i in order.tolist())
    key, header, value = EXTRA_COLUMN
    return renamed.with_columns(pl.lit(value).alias(header)) if spec.key == key else renamed
