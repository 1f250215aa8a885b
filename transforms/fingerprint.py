"""Fingerprint of a table's content: equal for equal rows in any order, whatever file or frame they stand in.

A DuckDB file is not the same bytes twice (research/operations.md, M9), so what two builds have in common is told
by this: row count, xor and sum of a 64-bit hash of each row, over all columns but those that tell of the run itself.
"""

from __future__ import annotations

from typing import Final, Literal

import duckdb
import polars as pl

VOLATILE: Final = frozenset({"run_id", "started_at", "finished_at"})
"""Columns that differ between two runs of one night: the run's own name and the clock."""

Kind = Literal["quick", "lasting"]


def of_relation(relation: duckdb.DuckDBPyRelation, kind: Kind = "quick", volatile: frozenset[str] = VOLATILE) -> str:
    """Fingerprint of a relation, such as `con.table("alerts")`; column names count, their order does not.

    `quick` uses DuckDB's own hash (some 25 million rows a second on 2 cores) and holds within one DuckDB version;
    `lasting` is md5 of the values as text, twenty times slower, for comparing nights over an upgrade.
    Wants a connection with a fixed TimeZone where times count.
    """
    columns = sorted(column for column in relation.columns if column not in volatile)
    types = dict(zip(relation.columns, map(str, relation.types), strict=True))
    values = [_value(column, types[column]) for column in columns]
    row = f"hash({', '.join(values)})" if kind == "quick" else f"md5_number_lower({_text(values)})"
    row = row if columns else "0::UBIGINT"
    # Xor alone would not see a row that is there twice; the sum of UBIGINT is a HUGEINT, exact.
    totals = relation.project(f"{row} AS h").aggregate("count(*), bit_xor(h), sum(h)").fetchall()[0]
    rows, mixed, total = (int(value or 0) for value in totals)
    # The column names count, so that a renamed column is a change too.
    return f"{rows}:{mixed:016x}:{total:x}:{','.join(columns)}"


def of_frame(
    con: duckdb.DuckDBPyConnection, frame: pl.DataFrame, kind: Kind = "quick", volatile: frozenset[str] = VOLATILE
) -> str:
    """Fingerprint of a frame, equal to that of a table with the same content; `con` is a connection in memory."""
    return of_relation(con.from_arrow(frame.to_arrow()), kind, volatile)


def _value(column: str, type_: str) -> str:
    """A column as it is hashed. A list goes as JSON: DuckDB gives a null and an empty list one hash."""
    name = '"' + column.replace('"', '""') + '"'
    return f"CAST(to_json({name}) AS VARCHAR)" if type_.endswith("[]") else name


def _text(values: list[str]) -> str:
    """A row as one text: values between unit separators, null as a record separator (neither stands in our data)."""
    return f"concat_ws(chr(31), {', '.join(f'coalesce(CAST({value} AS VARCHAR), chr(30))' for value in values)})"
