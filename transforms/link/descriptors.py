"""Descriptors: the distinct (name, number, sex, birth date) among the references of all tables.

A city of a million people has some twelve million references but little more than a million descriptors. All
comparing is done on those; a reference only remembers which descriptor of its table it is (`code`).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import polars as pl

from transforms.link.normalise import name_folds, name_keys
from transforms.link.number import read_numbers

DESCRIBING = ("name", "id_number", "sex", "birth_date")


@dataclass(frozen=True, slots=True)
class Coded:
    """The references of one table, slim.

    `references`: row, record_no, person_role, owner_index, code; in the order given.
    `distinct`: one row for each code, in order of code: the four describing columns and refs (how many). A table
    carried over from the night before (renumber.py) has refs alone.
    """

    table_key: str
    references: pl.DataFrame
    distinct: pl.DataFrame


@dataclass(frozen=True, slots=True)
class Descriptors:
    """`frame`: one row for each descriptor, in order of `descriptor` (UInt32 from 0): the describing columns,
    name_fold, number_state, first17, number_birth, number_sex, refs.
    `usage`: one row for each (table_key, code): descriptor, refs; in the order of the tables given.
    """

    frame: pl.DataFrame
    usage: pl.DataFrame


def code(table_key: str, references: pl.DataFrame) -> Coded:
    """Number the descriptors of one table's references; everything described is kept once."""
    codes, first = codes_of(references.select(DESCRIBING))
    counts = codes.to_frame().group_by("code").len("refs").sort("code")
    slim = references.select("row", "record_no", pl.col("person_role").cast(pl.Categorical), "owner_index", codes)
    return Coded(table_key, slim, references.select(DESCRIBING)[first].with_columns(counts["refs"]))


def gather(tables: Iterable[Coded]) -> Descriptors:
    """Bring the descriptors of all tables together and read their names and numbers once."""
    parts = [
        table.distinct.with_columns(
            table_key=pl.lit(table.table_key), code=pl.int_range(table.distinct.height, dtype=pl.UInt32)
        )
        for table in tables
    ]
    if not parts:
        parts = [pl.DataFrame(schema=_DISTINCT | {"table_key": pl.String, "code": pl.UInt32})]
    together = pl.concat(parts)
    codes, first = codes_of(together.select(DESCRIBING))
    usage = together.select(pl.col("table_key").cast(pl.Categorical), "code", codes.alias("descriptor"), "refs")
    refs = usage.group_by("descriptor").agg(pl.col("refs").sum()).sort("descriptor")["refs"]
    return Descriptors(read(together.select(DESCRIBING)[first].with_row_index("descriptor").with_columns(refs)), usage)


def read(frame: pl.DataFrame) -> pl.DataFrame:
    """`frame` (DESCRIBING and more) with what names and numbers say: number_state to number_sex, name_fold."""
    frame = pl.concat([frame, read_numbers(frame["id_number"])], how="horizontal")
    return frame.with_columns(name_folds(name_keys(frame["name"])))


_DISTINCT = {
    "name": pl.String(),
    "id_number": pl.String(),
    "sex": pl.String(),
    "birth_date": pl.Date(),
    "refs": pl.UInt32(),
}


def codes_of(rows: pl.DataFrame) -> tuple[pl.Series, pl.Series]:
    """Dense code (UInt32 from 0) of each row, equal rows alike, and for each code the place of its first row.

    By hash, three times as fast as a join on the text; the result is proved exact and else done again with
    another seed, so that no two people ever share a code by accident.
    """
    if rows.is_empty():
        return pl.Series("code", [], dtype=pl.UInt32), pl.Series("place", [], dtype=pl.UInt32)
    live = [name for name in rows.columns if rows[name].null_count() < rows.height] or rows.columns[:1]
    seed = 0
    while True:
        hashed = rows.select(pl.struct(live).hash(seed).alias("hash")).with_row_index("place")
        first = hashed.group_by("hash").agg(pl.col("place").min()).sort("place").with_row_index("code")
        codes = hashed.join(first.select("hash", "code"), on="hash", how="left", maintain_order="left")["code"]
        described = rows.select(live)[first["place"]]
        if all(described[name].gather(codes).eq_missing(rows[name]).all() for name in live):
            return codes, first["place"]
        seed += 1
