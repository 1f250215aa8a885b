"""Puts frames before rules as tables of the schema `fact`.

A frame of a few rows is written out as values: handing DuckDB a frame takes longer than a rule that asks it, which
counts where a small world is made for each question (an example of a head, a request of one household). Written out,
not bound: for each value that is bound, DuckDB looks for a library that is not installed.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from functools import cache
from typing import Any

import duckdb
import polars as pl
from polars.datatypes import DataTypeClass

from schemas.published import duckdb_type

FEW = 32
"""Rows of a frame up to which values are quicker."""


def load_relations(con: duckdb.DuckDBPyConnection, frames: Mapping[str, pl.DataFrame]) -> None:
    """Create schema `fact` and a table for each frame; an empty one that is there already stays."""
    con.execute("CREATE SCHEMA IF NOT EXISTS fact")
    told = con.execute("SELECT table_name FROM duckdb_tables() WHERE schema_name = 'fact' AND estimated_size = 0")
    empty = {name for (name,) in told.fetchall()}
    for name, frame in frames.items():
        if frame.is_empty() and name in empty:
            continue
        if (made := _written_out(name, frame)) is not None:
            con.execute(made)
            continue
        con.register("incoming", frame)
        con.execute(f"CREATE OR REPLACE TABLE fact.{name} AS SELECT * FROM incoming")
        con.unregister("incoming")


def _written_out(name: str, frame: pl.DataFrame) -> str | None:
    """Statements that make the table with its rows; None for many rows and for what is not known here."""
    columns = _columns(tuple(frame.schema.items())) if frame.height <= FEW else None
    if columns is None:
        return None
    create = f"CREATE OR REPLACE TABLE fact.{name} ({columns})"
    if frame.is_empty():
        return create
    # columns without any value are left to be null: a policy has a hundred, an example's policy names three
    given = [column.name for column in frame if column.null_count() < frame.height] or frame.columns[:1]
    rows = ", ".join(f"({', '.join(map(_literal, row))})" for row in frame.select(given).iter_rows())
    names = ", ".join(f'"{column}"' for column in given)
    return None if "\0" in rows else f"{create};\nINSERT INTO fact.{name} ({names}) VALUES {rows}"


@cache
def _columns(schema: tuple[tuple[str, pl.DataType], ...]) -> str | None:
    """Columns of a table as DuckDB would type them if it was handed the frame; None for a type not known here."""
    try:
        return ", ".join(f'"{name}" {_type(dtype)}' for name, dtype in schema)
    except KeyError:
        return None


def _type(given: DataTypeClass | pl.DataType) -> str:
    dtype = given() if isinstance(given, type) else given
    if isinstance(dtype, pl.List):
        return f"{_type(dtype.inner)}[]"
    if isinstance(dtype, pl.Struct):
        return f"STRUCT({', '.join(f'{_quoted(field.name)} {_type(field.dtype)}' for field in dtype.fields)})"
    if isinstance(dtype, (pl.Datetime, pl.Float64)):
        raise KeyError(dtype)
    return duckdb_type(dtype)


def _quoted(name: str) -> str:
    return f'"{name}"'


def _literal(value: Any) -> str:
    """A value as SQL; the column's type makes of it what it is."""
    if value is None:
        return "NULL"
    if isinstance(value, (bool, int)):
        return str(value).upper()
    if isinstance(value, Decimal):
        return format(value, "f")
    if isinstance(value, (list, tuple)):
        return f"[{', '.join(map(_literal, value))}]"
    if isinstance(value, dict):
        return "{" + ", ".join(f"{_literal(name)}: {_literal(part)}" for name, part in value.items()) + "}"
    text = value.isoformat() if isinstance(value, date) else str(value)
    return "'" + text.replace("'", "''") + "'"
