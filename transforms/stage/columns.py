"""A whole column of text read by its field type, quickly.

Most cells of a real export stand in the plainest form, and the odd ones repeat. So a quick reading is tried on all
rows, and the full reading of `transforms/stage/fields.py` only on the distinct texts that are left. The quick reading
never gives a value that the full one would not give; a test holds it to that.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Final

import polars as pl

from schemas.catalogue import ColumnSpec
from schemas.types import POLARS_TYPES
from transforms.stage import fields

Reading = Callable[[pl.Expr], pl.Expr]
Aliases = Mapping[str, Mapping[str, str]]
"""Canonical column -> {a site's code: the contract's code}."""


def _quick_yuan(text: pl.Expr) -> pl.Expr:
    plain = pl.when(text.str.contains(r"^[0-9]{1,15}(?:\.[0-9]{1,2})?$")).then(text)
    return plain.cast(POLARS_TYPES["yuan"], strict=False)


def _quick_date(text: pl.Expr) -> pl.Expr:
    plain = pl.when(text.str.contains(r"^(?:19|20)[0-9]{2}-[0-9]{2}-[0-9]{2}$")).then(text)
    return plain.str.to_date("%Y-%m-%d", strict=False)


def _quick_id_number(text: pl.Expr) -> pl.Expr:
    return pl.when(text.str.contains("^[0-9]{17}[0-9X]$")).then(text)


DIRECT: Final[dict[str, Reading]] = {"text": fields.plain_text, "name": fields.plain_text, "serial": fields.serial}
"""Types that are read at once: there is nothing quicker."""

QUICK: Final[dict[str, Reading]] = {"yuan": _quick_yuan, "date": _quick_date, "id_number": _quick_id_number}

FULL: Final[dict[str, Reading]] = {
    "id_number": fields.id_number,
    "phone": fields.phone,
    "division12": fields.division12,
    "date": fields.date,
    "month": fields.month,
    "integer": fields.integer,
    "yuan": fields.yuan,
    "area": fields.area,
    "percent": fields.percent,
}

MAY_SAY_NOTHING: Final = frozenset({"id_number", "date", "month", "integer", "yuan", "area", "percent"})
"""Types whose cells may hold one of `fields.NULL_WORDS`."""


def read(text: pl.DataFrame, columns: Sequence[ColumnSpec], aliases: Aliases) -> pl.DataFrame:
    """The columns typed, rows in the same order; what is blank or cannot be read is null."""
    direct = [column for column in columns if column.type in DIRECT]
    # Together, so that all cores work; lazily, so that the trimming inside an expression is done once.
    at_once = text.lazy().select(DIRECT[column.type](pl.col(column.name)) for column in direct).collect()
    others = [_read_odd(text[column.name], column, aliases) for column in columns if column.type not in DIRECT]
    return pl.DataFrame([*at_once, *others]).select(column.name for column in columns)


def _read_odd(text: pl.Series, column: ColumnSpec, aliases: Aliases) -> pl.Series:
    """One column of a type that is not read directly."""
    frame = text.alias("text").to_frame()
    if column.type == "code":
        codes = {code: code for code in column.codes} | dict(aliases.get(column.name, {}))
        return _read_distinct(frame, partial(fields.code, codes=codes), None).alias(column.name)
    return _read_distinct(frame, FULL[column.type], QUICK.get(column.type)).alias(column.name)


def _read_distinct(frame: pl.DataFrame, full: Reading, quick: Reading | None) -> pl.Series:
    """Quick reading of all rows, full reading of the distinct texts that it left."""
    text = pl.col("text")
    read = frame.with_columns(pl.lit(None).alias("quick") if quick is None else quick(text).alias("quick"))
    rest = read.filter(pl.col("quick").is_null() & (text != "")).select("text").unique()
    if quick is not None and rest.is_empty():
        return read.get_column("quick")
    joined = read.join(rest.with_columns(full(text).alias("full")), on="text", how="left", maintain_order="left")
    return joined.select(pl.coalesce("quick", "full")).to_series()
