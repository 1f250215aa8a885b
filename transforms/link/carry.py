"""What a night takes over from the one before: which row is which of last night's, and the references of such rows.

A row is the same when its mark is: a 64-bit hash of its record number, of what describes its people, and of what it
says besides (household, account, ...). Two different contents have one mark with a probability of 2^-64.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

import numpy as np
import numpy.typing as npt
import polars as pl

from transforms.link.context import KINDS, TOKENS, Asked

Integers = npt.NDArray[np.int64]

CARRIED = ("row", "record_no", "person_role", "owner_index", "descriptor")
"""Columns of a reference that is carried over; `descriptor` counts in one numbering for all tables."""


def marks(rows: pl.DataFrame, columns: Collection[str]) -> pl.DataFrame:
    """mark, record (UInt64): of what is remembered of each row, and of its record number alone."""
    told = ["record_no", *sorted(set(columns) - {"record_no"})]
    return rows.select(mark=pl.struct(told).hash(0), record=pl.col("record_no").hash(0))


def same_rows(before: pl.Series, tonight: pl.Series) -> Integers:
    """For each of tonight's marks the place of an equal one in `before`, -1 where there is none.

    Nearly always both nights list their rows in one order, with some rows gone and some new: then no join is needed.
    """
    if before.len() == tonight.len() and (before == tonight).all():
        return np.arange(tonight.len(), dtype=np.int64)
    stays, known = before.is_in(tonight.implode()), tonight.is_in(before.implode())
    left, right = before.filter(stays), tonight.filter(known)
    found = np.full(tonight.len(), -1, dtype=np.int64)
    if left.len() == right.len() and (left == right).all():
        found[known.to_numpy()] = np.flatnonzero(stays.to_numpy())
        return found
    places = before.alias("mark").to_frame().with_row_index("was").unique("mark", keep="first")
    met = tonight.alias("mark").to_frame().join(places, on="mark", how="left", maintain_order="left")["was"]
    return met.cast(pl.Int64).fill_null(-1).to_numpy()


def appended(records: pl.Series, newer: pl.Series) -> Integers:
    """As `same_rows`, for an event table: last night's rows but those sent again, then the `newer` ones.

    `records`: last night's hashes of record numbers; `newer`: those of the rows of the deliveries that came since.
    """
    stays = ~records.is_in(newer.implode())
    return np.concatenate([np.flatnonzero(stays.to_numpy()), np.full(newer.len(), -1, dtype=np.int64)])


def carried(
    before: pl.DataFrame, rows_before: int, of_row: Integers, fresh: pl.DataFrame, roles: Sequence[str]
) -> pl.DataFrame:
    """References of one table tonight, in the order in which references.person_references gives them.

    Columns of CARRIED, and `source`: the reference's place last night, null for a new one.

    `before`: last night's (CARRIED); `of_row`: for each of tonight's rows its place last night, or -1; `fresh`: the
    references of the rows that are -1 (CARRIED); `roles` in order.
    """
    before = before.select(CARRIED).with_row_index("source")
    fresh = fresh.select(pl.lit(None, pl.UInt32).alias("source"), *CARRIED)
    parts = [before.head(0)]
    for role in roles:
        old, new = (frame.filter(pl.col("person_role") == role) for frame in (before, fresh))
        parts.append(_of_role(old, rows_before, of_row, new))
    return pl.concat(parts)


def _of_role(old: pl.DataFrame, rows_before: int, of_row: Integers, new: pl.DataFrame) -> pl.DataFrame:
    held = np.bincount(old["row"].to_numpy(), minlength=rows_before)
    counts = np.bincount(new["row"].to_numpy(), minlength=len(of_row))
    starts, starts_new = np.cumsum(held) - held, np.cumsum(counts) - counts
    kept = np.flatnonzero(of_row >= 0)
    each = held[of_row[kept]]
    arrived = new["row"].to_numpy().astype(np.int64)
    within_new = np.arange(len(arrived)) - starts_new[arrived]
    counts[kept] = each
    offsets = np.cumsum(counts) - counts
    within = np.arange(each.sum()) - np.repeat(np.cumsum(each) - each, each)
    pick = np.empty(int(counts.sum()), dtype=np.uint32)
    pick[np.repeat(offsets[kept], each) + within] = np.repeat(starts[of_row[kept]], each) + within
    pick[offsets[arrived] + within_new] = old.height + np.arange(len(arrived))
    both = pl.concat([old, new])
    if not np.array_equal(pick, np.arange(both.height, dtype=np.uint32)):
        both = both[pl.Series(pick)] if len(pick) else both.head(0)
    return both.with_columns(pl.Series("row", np.repeat(np.arange(len(of_row), dtype=np.uint32), counts)))


def told_by(tokens: pl.DataFrame, columns: Mapping[str, str], asked: Asked) -> pl.DataFrame:
    """What context.row_tokens answers (columns of TOKENS), from `token_columns` of all rows."""
    rows = pl.int_range(tokens.height, dtype=pl.UInt32, eager=True) if asked.rows is None else asked.rows
    parts = [pl.DataFrame(schema=TOKENS)]
    for name, kind in columns.items():
        if kind not in asked.kinds:
            continue
        values = tokens[name] if asked.rows is None else tokens[name].gather(asked.rows)
        told = pl.DataFrame({"row": rows.cast(pl.UInt32), "token": values}).filter(pl.col("token").is_not_null())
        if asked.wanted is not None:
            wanted = asked.wanted.filter(pl.col("kind") == kind)["token"]
            told = told.filter(pl.col("token").is_in(wanted.implode()))
        parts.append(told.select("row", pl.lit(kind).cast(pl.Enum(KINDS)).alias("kind"), "token"))
    return pl.concat(parts)
