"""One delivered table from text to typed rows, with an account of every row.

The pandera model of the table is the gate: a row with a value that the model refuses is put into quarantine, whatever
this module thinks of it. Reading turns what it cannot read into null; so in a required column the gate sees a null, and
in an optional one the row passes and the cell is listed as a defect.

pandera's error holds the refused values themselves. Only row positions, column and check names are taken out of it, and
it is never raised on or shown.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import polars as pl
from pandera.errors import SchemaErrors

from schemas.catalogue import ColumnSpec, TableSpec
from transforms.stage import reasons
from transforms.stage.columns import Aliases, read
from transforms.stage.fields import plain_text
from transforms.stage.quirks import quirk_of

ROW_NUMBER: Final = "row_number"
QUARANTINE: Final = {
    ROW_NUMBER: pl.Int64(),
    "record_no": pl.String(),
    "column_name": pl.String(),
    "check_name": pl.String(),
    "reason": pl.String(),
}
DEFECTS: Final = {name: dtype for name, dtype in QUARANTINE.items() if name != "check_name"}


class TableRefusedError(Exception):
    """The file as a whole is not this table. The message is Chinese, complete and free of values."""


@dataclass(frozen=True, slots=True)
class Staged:
    """What became of a delivered file.

    loaded: the contract's columns in its order, typed, then `row_number`; in the order of the file.
    quarantine: one row for each refused cell of a refused row; columns of `QUARANTINE`.
    defects: one row for each unreadable cell of a loaded row; columns of `DEFECTS`.
    """

    loaded: pl.DataFrame
    quarantine: pl.DataFrame
    defects: pl.DataFrame
    rows_in: int
    rows_loaded: int
    rows_quarantined: int
    rows_superseded: int


def stage(frame: pl.DataFrame, spec: TableSpec, aliases: Aliases | None = None) -> Staged:
    """Type, check and account for the rows of one file.

    `frame` holds text columns under canonical names and `row_number` (Int64, from 1); a column the file does not have
    is absent and counts as empty; columns the contract does not have are left out. Of several readable rows with one
    record_no the last is loaded. Raises TableRefusedError for a missing required column or columns that are no text.
    """
    text = _columns_of(quirk_of(spec)(frame), spec)
    typed = read(text, spec.columns, aliases or {})
    refused = refused_cells(typed, spec)
    quarantine = _quarantine(text, refused, spec)
    passed = typed.with_columns(text[ROW_NUMBER])
    if refused.height:
        passed = passed.filter(_all_but(passed.height, refused["index"]))
    numbers = passed.get_column("record_no")
    loaded = passed if numbers.n_unique() == passed.height else passed.filter(numbers.is_last_distinct())
    staged = Staged(
        loaded=loaded,
        quarantine=quarantine,
        defects=_defects(text, typed, loaded, spec),
        rows_in=frame.height,
        rows_loaded=loaded.height,
        rows_quarantined=quarantine[ROW_NUMBER].n_unique(),
        rows_superseded=passed.height - loaded.height,
    )
    _check_account(staged, spec)
    return staged


def refused_cells(typed: pl.DataFrame, spec: TableSpec) -> pl.DataFrame:
    """Cells that the table's model refuses: index (UInt32, position from 0), column_name. Sorted, distinct.

    Raises TableRefusedError when the columns themselves are not the model's. A LazyFrame is a TypeError: pandera would
    look at its schema only and let every value pass.
    """
    if not isinstance(typed, pl.DataFrame):
        raise TypeError("the model looks at the values of a collected frame only: collect it first")
    empty = pl.DataFrame(schema={"index": pl.UInt32(), "column_name": pl.String()})
    try:
        spec.model.validate(typed, lazy=True)
    except SchemaErrors as errors:
        cases = errors.failure_cases.select("index", "column", "check")
    else:
        return empty
    whole = cases.filter(pl.col("index").is_null())
    if whole.height:
        named = "、".join(
            sorted(set(whole.get_column("column").drop_nulls()) & {column.name for column in spec.columns})
        )
        raise TableRefusedError(
            f"{spec.department_label}“{spec.label}”的列与约定不符({named or '列名、列序或类型'}),整个文件未载入"
        )
    cells = cases.select(pl.col("index").cast(pl.UInt32), pl.col("column").alias("column_name"))
    refused: pl.DataFrame = pl.concat([empty, cells]).unique().sort("index", "column_name")
    return refused


def _columns_of(frame: pl.DataFrame, spec: TableSpec) -> pl.DataFrame:
    """The contract's columns as text and `row_number`; absent optional columns all null."""
    absent = [column for column in spec.columns if column.name not in frame.columns]
    missing = [column.header for column in absent if column.required]
    other = [column.header for column in spec.columns if frame.schema.get(column.name, pl.String()) != pl.String()]
    if missing or other:
        faults = [f"缺少必填列:{'、'.join(missing)}"] * bool(missing) + [f"不是文本:{'、'.join(other)}"] * bool(other)
        raise TableRefusedError(f"{spec.department_label}“{spec.label}”{';'.join(faults)};整个文件未载入")
    nothing = [pl.lit(None, pl.String()).alias(column.name) for column in absent]
    return frame.with_columns(*nothing).select(*(column.name for column in spec.columns), ROW_NUMBER)


def _all_but(height: int, places: pl.Series) -> pl.Series:
    """True for every position but the given ones: a mask costs a fraction of a join on four million rows."""
    return pl.repeat(value=True, n=height, eager=True).scatter(places.unique(), values=False)


def _quarantine(text: pl.DataFrame, refused: pl.DataFrame, spec: TableSpec) -> pl.DataFrame:
    """Refused cells with reasons, in order of row, then of the contract's columns."""
    rows = pl.concat([text[refused["index"]], refused.select("column_name")], how="horizontal")
    faulty = [column for column in spec.columns if column.name in set(refused["column_name"])]
    told = [_told(rows.filter(pl.col("column_name") == column.name), column) for column in faulty]
    found = pl.concat([pl.DataFrame(schema=QUARANTINE), *told])
    return found.sort(ROW_NUMBER, maintain_order=True)


def _told(rows: pl.DataFrame, column: ColumnSpec) -> pl.DataFrame:
    """Rows of one refused column in the columns of `QUARANTINE`."""
    text = pl.col(column.name)
    # A serial number that is itself refused may be anything, so it is not repeated.
    number = pl.lit(None, pl.String()) if column.name == "record_no" else _record_no()
    return rows.select(
        ROW_NUMBER,
        number.alias("record_no"),
        pl.lit(column.name).alias("column_name"),
        reasons.check_name(text, column).alias("check_name"),
        reasons.reason(text, column).alias("reason"),
    )


def _record_no() -> pl.Expr:
    number = plain_text(pl.col("record_no"))
    return pl.when(number.str.len_chars() <= 32).then(number)


def _defects(text: pl.DataFrame, typed: pl.DataFrame, loaded: pl.DataFrame, spec: TableSpec) -> pl.DataFrame:
    """Cells of loaded rows that hold something and gave no value. `typed` is `text` row by row."""
    found = [pl.DataFrame(schema=DEFECTS)]
    for column in spec.columns:
        if column.required or not typed[column.name].null_count():
            continue
        held = text.filter(typed[column.name].is_null() & text[column.name].is_not_null())
        held = held.filter(~reasons.is_blank(pl.col(column.name), column))
        if held.height:
            counted = held.join(loaded.select(ROW_NUMBER), on=ROW_NUMBER, how="semi", maintain_order="left")
            found.append(_told(counted, column).select(*DEFECTS))
    return pl.concat(found).sort(ROW_NUMBER, maintain_order=True)


def _check_account(staged: Staged, spec: TableSpec) -> None:
    """No row is lost: in = loaded + quarantined + superseded."""
    accounted = staged.rows_loaded + staged.rows_quarantined + staged.rows_superseded
    if staged.rows_in != accounted:
        raise AssertionError(f"{spec.key}: {staged.rows_in} rows in, {accounted} accounted for")
