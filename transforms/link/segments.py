"""References by delivery: who a delivery's rows name, as descriptor numbers that stay what they are over nights.

A segment is one delivery. What it says does not change, so neither does the segment; which of its rows are in force
does: of an event table a later delivery takes rows over.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt
import polars as pl

from transforms.link.fingerprints import Shape

Integers = npt.NDArray[np.int64]
Mask = npt.NDArray[np.bool_]
Numbers = npt.NDArray[Any]

REFS = {"at": pl.UInt32(), "role": pl.UInt8(), "owner_index": pl.Int16(), "descriptor": pl.UInt32()}
"""Grain: one reference. at: its row in the delivery; role: its place in Shape.roles. In order of role, row, owner."""


@dataclass(frozen=True)
class Segment:
    """One delivery of a table: `prints` (fingerprints.fingerprints) of its rows, and `refs` (REFS)."""

    name: str
    prints: pl.DataFrame
    refs: pl.DataFrame

    @cached_property
    def columns(self) -> dict[str, Numbers]:
        """Columns of `refs` as arrays: looked into so often that a frame's own ways take longer than the looking."""
        return {name: self.refs[name].to_numpy() for name in REFS}


@dataclass(frozen=True)
class Table:
    """A table tonight: its segments, oldest first. `alive`: for each segment which rows are in force; None for all."""

    shape: Shape
    segments: Sequence[Segment]
    alive: Sequence[Mask | None]

    @cached_property
    def starts(self) -> Integers:
        """Where the rows of each segment begin, counted through the table (`at` of the table)."""
        return np.cumsum([0, *(one.prints.height for one in self.segments)])

    @cached_property
    def standing(self) -> Mask:
        """Of each row of the table, through its segments, whether it is in force."""
        parts = [np.ones(one.prints.height, bool) if alive is None else alive for one, alive in self._both()]
        return np.concatenate([np.zeros(0, bool), *parts])

    @cached_property
    def rows(self) -> npt.NDArray[np.uint32]:
        """For each row of the table its place among those in force (stage.in_force `row`), where it is one."""
        return (np.cumsum(self.standing, dtype=np.int64) - 1).astype(np.uint32)

    @cached_property
    def several(self) -> bool:
        """Whether a row may name several people."""
        return len(self.shape.roles) > 1 or any((one.refs["owner_index"] > 1).any() for one in self.segments)

    @property
    def height(self) -> int:
        """Rows in force."""
        return int(self.standing.sum())

    def _both(self) -> zip[tuple[Segment, Mask | None]]:
        return zip(self.segments, self.alive, strict=True)

    def chosen(self, descriptors: Mask | None = None, rows: Mask | None = None) -> pl.DataFrame:
        """References in force (REFS, `at` counted through the table) of these descriptors, or in these rows (`at`).

        In order of role, row, owner, as in `references.person_references`.
        """
        found = []
        for (segment, alive), start in zip(self._both(), self.starts[:-1].tolist(), strict=True):
            refs = segment.columns
            at = refs["at"]
            hit = np.zeros(len(at), bool) if descriptors is None else descriptors[refs["descriptor"]]
            if rows is not None and (here := rows[start : start + segment.prints.height]).any():
                hit |= here[at]
            places = np.flatnonzero(hit)
            if alive is not None:
                places = places[alive[at[places]]]
            if len(places):
                found.append((at[places] + np.uint32(start), *(refs[name][places] for name in list(REFS)[1:])))
        if not found:
            return _NO_REFS
        columns = found[0] if len(found) == 1 else [np.concatenate(parts) for parts in zip(*found, strict=True)]
        if len(found) > 1:  # each in order, and of each the rows before those of the next: only roles are to be sorted
            order = np.argsort(columns[1], kind="stable")
            columns = [column[order] for column in columns]
        return refs_of(*columns)

    def print_of(self, column: str, at: pl.Series) -> pl.Series:
        """One column of the fingerprints of some rows (`at`, through the table)."""
        dtype = pl.String if column == "record_no" else pl.UInt64
        if at.is_empty():
            return pl.Series(column, dtype=dtype)
        if len(self.segments) == 1:
            return self.segments[0].prints[column].gather(at)
        return pl.concat([one.prints[column] for one in self.segments], rechunk=False).gather(at)


_NO_REFS = pl.DataFrame(schema=REFS)


def refs_of(*columns: Numbers) -> pl.DataFrame:
    """A frame of REFS from its columns."""
    return pl.DataFrame([pl.Series(name, column) for name, column in zip(REFS, columns, strict=True)])


def counts(tables: Sequence[Table], descriptors: int) -> Integers:
    """References in force of each descriptor."""
    total = np.zeros(descriptors, dtype=np.int64)
    for table in tables:
        for segment, alive in zip(table.segments, table.alive, strict=True):
            numbers = segment.columns["descriptor"]
            if alive is not None:
                numbers = numbers[alive[segment.columns["at"]]]
            total += np.bincount(numbers, minlength=descriptors)
    return total


def counts_after(
    before: Mapping[str, Table],
    tonight: Mapping[str, Table],
    same_row: Mapping[str, Integers],
    refs: Integers,
    descriptors: int,
) -> tuple[Integers, Integers]:
    """`counts` tonight, from last night's (`refs`), and which descriptors some table uses more or less.

    `same_row`: of each row its place last night, or -1.
    """
    total = np.concatenate([refs, np.zeros(descriptors - len(refs), dtype=np.int64)])
    touched = []
    for key, table in tonight.items():
        new, gone = changed_rows(table, before[key], same_row[key])
        came, went = (
            there.chosen(rows=rows)["descriptor"].to_numpy() for there, rows in ((table, new), (before[key], gone))
        )
        step = np.concatenate([np.ones(len(came), np.int64), np.full(len(went), -1)])
        if not len(step):
            continue
        used, place = np.unique(np.concatenate([came, went]), return_inverse=True)
        more = np.bincount(place, weights=step, minlength=len(used)).astype(np.int64)
        total[used] += more
        touched.append(used[more != 0])
    return total, np.unique(np.concatenate([np.zeros(0, np.int64), *touched])).astype(np.int64)


def changed_rows(table: Table, before: Table, same_row: Integers) -> tuple[Mask, Mask]:
    """Rows in force tonight that were not so last night, and rows of last night's that are so no more."""
    now, gone = table.standing, before.standing.copy()
    known = same_row >= 0
    kept = np.zeros(len(now), bool)
    kept[known] = gone[same_row[known]]
    kept &= now
    gone[same_row[kept]] = False
    return now & ~kept, gone


def in_force(records: Sequence[pl.Series]) -> list[Mask | None]:
    """Which rows of an event table's deliveries are in force (stage.in_force): of each record number the last.

    `records`: hashes of record numbers, delivery after delivery. The first delivery may tell a record twice.
    """
    if len(records) < 2:
        return [None for _ in records]
    later = pl.concat(records[1:])
    last = (later.is_last_distinct()).to_numpy()
    bounds = np.cumsum([one.len() for one in records[1:]])
    return [(~records[0].is_in(later.implode())).to_numpy(), *np.split(last, bounds[:-1])]


def same_rows(before: pl.Series, tonight: pl.Series) -> Integers:
    """For each of tonight's marks the place of an equal one in `before`, -1 where there is none; no place twice.

    Nearly always both list their rows in one order, with some gone and some new: then no join is needed.
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
    return met.set(~met.is_first_distinct(), None).cast(pl.Int64).fill_null(-1).to_numpy()


def carried(before: pl.DataFrame, rows_before: int, of_row: Integers, fresh: pl.DataFrame, roles: int) -> pl.DataFrame:
    """References of a new delivery (REFS): those of rows that an older one had as well, and the `fresh` ones (REFS).

    `of_row`: for each row its place in the older delivery, or -1; `before`: that one's references.
    """
    parts = [pl.DataFrame(schema=REFS)]
    for role in range(roles):
        old, new = (frame.filter(pl.col("role") == role) for frame in (before, fresh))
        parts.append(_of_role(old, rows_before, of_row, new))
    return pl.concat(parts)


def _of_role(old: pl.DataFrame, rows_before: int, of_row: Integers, new: pl.DataFrame) -> pl.DataFrame:
    held = np.bincount(old["at"].to_numpy(), minlength=rows_before)
    counted = np.bincount(new["at"].to_numpy(), minlength=len(of_row))
    starts, starts_new = np.cumsum(held) - held, np.cumsum(counted) - counted
    kept = np.flatnonzero(of_row >= 0)
    each = held[of_row[kept]]
    arrived = new["at"].to_numpy().astype(np.int64)
    within_new = np.arange(len(arrived)) - starts_new[arrived]
    counted[kept] = each
    offsets = np.cumsum(counted) - counted
    within = np.arange(each.sum()) - np.repeat(np.cumsum(each) - each, each)
    pick = np.empty(int(counted.sum()), dtype=np.int64)
    pick[np.repeat(offsets[kept], each) + within] = np.repeat(starts[of_row[kept]], each) + within
    pick[offsets[arrived] + within_new] = old.height + np.arange(len(arrived))
    at = np.repeat(np.arange(len(of_row), dtype=np.uint32), counted)
    both = pl.concat([old, new])
    picked = {name: both[name].to_numpy()[pick] for name in ("role", "owner_index", "descriptor")}
    return pl.DataFrame({"at": at, **picked}, schema=REFS)
