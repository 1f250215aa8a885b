"""Damaged cells and rows of delivered files: unreadable values, odd but readable forms, records given twice.

Works on text as it is about to be written (csv and Excel), or on typed columns (parquet, where only emptiness is
possible). What is done to a record is the same on every night. Records of planted people are left alone.
"""

from __future__ import annotations

import numpy as np
import polars as pl

from schemas.catalogue import ColumnSpec, TableSpec
from transforms.sample.draw import Ints, stream
from transforms.sample.noise import FULL_WIDTH

_BROKEN_SHARE = 0.0009
_DEFECT_SHARE = 0.002
_ODD_SHARE = 0.012
_TWICE_SHARE = 0.0004
_AMOUNTS = frozenset({"yuan", "area", "percent"})
_UNREADABLE = {
    "date": "2026-13-45",
    "month": "待定",
    "yuan": "面议",
    "area": "约一百平",
    "percent": "一半",
    "integer": "不详",
}
_KINDS = frozenset({*_UNREADABLE, "code"})
QUARANTINE_SCHEMA = {
    "night": pl.Int64,
    "table": pl.String,
    "row_number": pl.Int64,
    "record_no": pl.String,
    "column_name": pl.String,
}


def _hit(rng: np.random.Generator, size: int, share: float) -> Ints:
    """Which of `size` records are hit: a share of them, at least one."""
    return rng.permutation(size)[: max(1, round(size * share))]


def damage_cells(frame: pl.DataFrame, spec: TableSpec, rows: Ints, kept: Ints, size: int, seed: int) -> pl.DataFrame:
    """Break required cells of some records, spoil optional cells of others, write some readable cells oddly.

    `rows` is the record (`_row`) of each line, `kept` the records left alone, `size` the number of records. Adds
    `_broken` (column name, null for a sound row) for the truth.
    """
    rng = stream(seed, "cells of " + spec.key)
    typed = any(dtype != pl.String for dtype in frame.dtypes)
    free = ~np.isin(rows, kept)
    broken = pl.lit(None, dtype=pl.String)
    required = [column for column in spec.columns if column.required and column.name != "record_no"]
    optional = [column for column in spec.columns if not column.required and column.type in _KINDS]
    changed = []
    hits = _hit(rng, size, _BROKEN_SHARE)
    turn = rng.integers(0, len(required), len(hits))
    for number, column in enumerate(required):
        where = pl.Series(np.isin(rows, hits[turn == number]) & free)
        if where.any():
            value = None if typed or number % 2 else _UNREADABLE.get(column.type, "??" if column.codes else None)
            cell = pl.when(where).then(pl.lit(value, dtype=frame.schema[column.name])).otherwise(column.name)
            changed.append(cell.alias(column.name))
            broken = pl.when(where).then(pl.lit(column.name)).otherwise(broken)
    frame = frame.with_columns(changed).with_columns(broken.alias("_broken"))
    if typed:
        return frame
    return _odd(_spoilt(frame, optional, rows, free, size, rng), spec, rows, free, size, rng)


def _spoilt(
    frame: pl.DataFrame, optional: list[ColumnSpec], rows: Ints, free: np.ndarray, size: int, rng: np.random.Generator
) -> pl.DataFrame:
    """Optional cells nobody can read; a required cell of the row stays as it is."""
    if not optional:
        return frame
    hits = _hit(rng, size, _DEFECT_SHARE)
    turn = rng.integers(0, len(optional), len(hits))
    changed = []
    for number, column in enumerate(optional):
        where = pl.Series(np.isin(rows, hits[turn == number]) & free)
        value = pl.lit(_UNREADABLE.get(column.type, "待核实"))
        changed.append(pl.when(where).then(value).otherwise(column.name).alias(column.name))
    return frame.with_columns(changed)


def odd_form(column: ColumnSpec) -> list[pl.Expr]:
    """Readable but unusual ways to write a cell of this type; the meaning is the same."""
    value = pl.col(column.name)
    if column.codes:
        return [" " + value, value + "　"]
    if column.type in _AMOUNTS:
        whole = value.str.extract(r"^(\d+)\.\d\d$", 1)
        grouped = pl.when(whole.str.len_chars().is_between(4, 6)).then(whole.str.replace(r"(\d{3})$", ",$1"))
        return [grouped + value.str.slice(-3), value.str.replace_many(list(FULL_WIDTH[0]), list(FULL_WIDTH[1]))]
    if column.type == "date":
        digits = value.str.replace_all(r"\D", "")
        written = pl.when(digits.str.len_chars() == 8).then(
            digits.str.slice(0, 4) + "年" + digits.str.slice(4, 2) + "月" + digits.str.slice(6, 2) + "日"
        )
        return [written, " " + value]
    if column.type == "month":
        digits = value.str.replace_all(r"\D", "")
        return [digits.str.slice(0, 4) + "年" + digits.str.slice(4, 2) + "月"]
    return []


def _odd(
    frame: pl.DataFrame, spec: TableSpec, rows: Ints, free: np.ndarray, size: int, rng: np.random.Generator
) -> pl.DataFrame:
    changed = []
    hits = _hit(rng, size, _ODD_SHARE)
    eligible = [column for column in spec.columns if odd_form(column)]
    turn = rng.integers(0, len(eligible), len(hits))
    for number, column in enumerate(eligible):
        chosen = hits[turn == number]
        value = pl.col(column.name)
        forms = odd_form(column)
        for place, form in enumerate(forms):
            where = pl.Series(np.isin(rows, chosen[place :: len(forms)]) & free)
            value = pl.when(where).then(pl.coalesce(form, column.name)).otherwise(value)
        changed.append(value.alias(column.name))
    # A row that is to be refused keeps the cell that refuses it.
    sound = pl.col("_broken").is_null()
    return frame.with_columns(
        pl.when(sound).then(value).otherwise(column.name).alias(column.name)
        for value, column in zip(changed, eligible, strict=True)
    )


def repeated(frame: pl.DataFrame, spec: TableSpec, rows: Ints, kept: Ints, size: int, seed: int) -> pl.DataFrame:
    """The table in which some sound records come twice: an earlier row with an older name, later the right one."""
    rng = stream(seed, "twice in " + spec.key)
    twice = np.isin(rows, _hit(rng, size, _TWICE_SHARE)) & ~np.isin(rows, kept) & frame["_broken"].is_null().to_numpy()
    extra = frame.filter(pl.Series(twice))
    blanks = [column.name for column in spec.columns if not column.required and column.name in frame.columns]
    older = extra.with_columns(pl.lit(None, dtype=frame.schema[name]).alias(name) for name in blanks[-1:])
    return pl.concat([older, frame])


def refused(frame: pl.DataFrame, key: str, night: int) -> pl.DataFrame:
    """Truth about the rows that must be quarantined, numbered as in the file."""
    numbered = frame.with_row_index("row_number", offset=1).filter(pl.col("_broken").is_not_null())
    return numbered.select(
        pl.lit(night + 1, dtype=pl.Int64).alias("night"),
        pl.lit(key).alias("table"),
        pl.col("row_number").cast(pl.Int64),
        "record_no",
        pl.col("_broken").alias("column_name"),
    )
