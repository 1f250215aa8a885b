"""How a night's linking begins: from last night's memory (flows/linking/memory.py) where there is one, else afresh."""

from __future__ import annotations

import shutil
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl

from flows.lake import read_json, write_json, write_mapped, write_parquet
from flows.linking.fingerprints import SHAPES, read_fingerprints, staged_rows
from flows.linking.memory import (
    LAYOUT,
    MEMORY,
    PART,
    keep,
    kept_and,
    remembered_city,
    remembered_table,
    segment_path,
    table_of,
)
from flows.night import Night
from flows.resources import code_version
from flows.steps.stage import chosen_deliveries
from transforms.link.city import City, usage_of
from transforms.link.descriptors import DESCRIBING, codes_of
from transforms.link.numbering import edits_of, no_descriptors, numbered
from transforms.link.partone import part_one, relinked
from transforms.link.segments import (
    REFS,
    Integers,
    Mask,
    Segment,
    Table,
    carried,
    counts,
    counts_after,
    same_rows,
)

MOST_CHANGED = 10
"""One row in so many changed: beyond this everything is linked afresh."""
MOST_UNUSED = 2
"""One descriptor in so many without a reference: beyond this they are numbered anew."""


@dataclass(frozen=True)
class Begun:
    """A night's city after part one. `note`: how it was come to, in Chinese. `same_row`: of each row of a table its
    place last night, or -1, where last night's memory can be read. `names`: compared last night. `last`: the city as it
    was, where it was read for tonight's.
    """

    city: City
    edits: pl.DataFrame
    note: str
    same_row: dict[str, Integers] | None = None
    names: pl.DataFrame | None = None
    last: City | None = None


def begin_linking(night: Night, folder: Path) -> Begun:
    """References of the night and part one, from last night's memory where there is one; writes tonight's."""
    before = _before(night)
    begun = before if isinstance(before, str) else _again(night, before, folder / MEMORY)
    if isinstance(begun, str):
        shutil.rmtree(folder / MEMORY, ignore_errors=True)
        begun = replace(_afresh(night, folder / MEMORY, begun), same_row=_rows_of_last_night(night))
    for name in PART:
        write_mapped(getattr(begun.city.part, name), folder / MEMORY / f"{name}.arrow")
    return begun


def remember(night: Night, folder: Path, names: pl.DataFrame, close: Mask) -> None:
    """Keep the names that part two compared and whose links are told one by one; and say what all is made of."""
    write_mapped(pl.DataFrame({"close": close}), folder / MEMORY / "close.arrow")
    write_parquet(names, folder / MEMORY / "names.parquet")
    write_json(folder / MEMORY / "key.json", _key(night))


def _key(night: Night) -> dict[str, Any]:
    return {"code": code_version(), "polars": pl.__version__, "layout": LAYOUT, "in_force": _chosen(night)}


def _chosen(night: Night) -> dict[str, list[str]]:
    """Staged folders of the deliveries in force by table, oldest first."""
    chosen = chosen_deliveries(night)
    return {key: [name for _, name in sorted(chosen[key])] for key in SHAPES}


def _before(night: Night) -> Path | str:
    """Last night's memory, or why there is none to start from."""
    if night.previous_folder is None:
        return "第一夜"
    memory = night.previous_folder / "link" / MEMORY
    key = read_json(memory / "key.json")
    if key is None:
        return "没有上一夜的比对记忆"
    if any(key[name] != _key(night)[name] for name in ("code", "polars")):
        return "程序或模型已更新"
    return memory


@dataclass(frozen=True)
class _Arrived:
    """A delivery that last night had not: which of its rows are as they were, and the references of the others."""

    key: str
    name: str
    prints: pl.DataFrame
    of_row: Integers
    fresh: pl.DataFrame
    told: tuple[pl.Series, pl.DataFrame]


def _arrived(night: Night, key: str, name: str, marks: pl.Series) -> _Arrived:
    """`marks`: of last night's rows that may be the same."""
    shape, folder = SHAPES[key], night.lake.staged / name
    prints = read_fingerprints(key, folder)
    of_row = same_rows(marks, prints["mark"]) if marks.len() else np.full(prints.height, -1, dtype=np.int64)
    rows = staged_rows(key, folder).with_row_index("row") if (of_row < 0).any() else None
    if rows is None:
        fresh = shape.references(staged_rows(key, folder).head(0).with_row_index("row"))
    else:
        fresh = shape.references(rows.filter(pl.Series(of_row < 0)) if marks.len() else rows)
    codes, first = codes_of(fresh.select(DESCRIBING))
    roles = {role: place for place, role in enumerate(shape.roles)}
    slim = fresh.select(
        at="row",
        role=pl.col("person_role").replace_strict(roles, return_dtype=pl.UInt8),
        owner_index="owner_index",
    )
    return _Arrived(key, name, prints, of_row, slim, (codes, fresh.select(DESCRIBING)[first]))


def _afresh(night: Night, memory: Path, why: str) -> Begun:
    chosen = _chosen(night)
    arrived = [_arrived(night, key, name, pl.Series(dtype=pl.UInt64)) for key in chosen for name in chosen[key]]
    numbers, described = numbered([one.told for one in arrived], no_descriptors())
    segments: dict[str, list[Segment]] = {key: [] for key in chosen}
    for one, own in zip(arrived, numbers, strict=True):
        refs = one.fresh.with_columns(own.alias("descriptor")).select(*REFS)
        segments[one.key].append(Segment(one.name, one.prints, refs))
        write_mapped(refs, segment_path(memory, one.key, one.name))
    tables = {key: table_of(SHAPES[key], told) for key, told in segments.items()}
    edits = edits_of(described)
    write_mapped(described, memory / "descriptors" / "0000.arrow")
    write_mapped(edits, memory / "edits" / "0000.arrow")
    refs_of = counts(list(tables.values()), described.height)
    part = part_one(described, refs_of, lambda chosen_ones: usage_of(tables.values(), chosen_ones))
    return Begun(City(tables, described, part), edits, f"全量:{why}")


def _again(night: Night, memory: Path, tonight: Path) -> Begun | str:
    last, chosen = remembered_city(night.lake.staged, memory), _chosen(night)
    arrived: list[_Arrived] = []
    same_row: dict[str, Integers] = {}
    for key, names in chosen.items():
        table = last.tables[key]
        known = {one.name: one for one in table.segments}
        lost = [one for one in table.segments if one.name not in names]
        marks = pl.concat([pl.Series(dtype=pl.UInt64), *(one.prints["mark"] for one in lost)])
        new = {name: _arrived(night, key, name, marks) for name in names if name not in known}
        same_row[key] = _rows_before(table, names, {name: one.of_row for name, one in new.items()})
        arrived += new.values()
    if (changes := _changes(last, same_row)) is None:
        return "变化过多"
    numbers, added = numbered([one.told for one in arrived], last.described)
    described = pl.concat([last.described, added], rechunk=False)
    edits = kept_and(memory / "edits", tonight / "edits", edits_of(added))
    kept_and(memory / "descriptors", tonight / "descriptors", added)
    made = {}
    for one, own in zip(arrived, numbers, strict=True):
        made[one.key, one.name] = _with_carried(last.tables[one.key], chosen[one.key], one, own)
        write_mapped(made[one.key, one.name].refs, segment_path(tonight, one.key, one.name))
    tables = {}
    for key, names in chosen.items():
        known = {one.name: one for one in last.tables[key].segments}
        for name in set(names) & set(known):
            keep(segment_path(memory, key, name), segment_path(tonight, key, name))
        tables[key] = table_of(SHAPES[key], [made.get((key, name)) or known[name] for name in names])
    refs, touched = counts_after(last.tables, tables, same_row, last.refs, described.height)
    if int((refs == 0).sum()) * MOST_UNUSED > described.height:
        return "描述编号多已不用"
    usage = lambda asked: usage_of(tables.values(), asked)  # noqa: E731
    part = relinked(described, refs, usage, touched, edits, last.part)
    names_before = pl.read_parquet(memory / "names.parquet")
    return Begun(City(tables, described, part), edits, f"增量:比对 {changes:,} 行变化", same_row, names_before, last)


def _changes(last: City, same_row: dict[str, Integers]) -> int | None:
    """Rows that came or went; None for so many that all is linked afresh."""
    rows = sum(len(places) for places in same_row.values())
    came = sum(int((places < 0).sum()) for places in same_row.values())
    stayed = sum(int((places >= 0).sum()) for places in same_row.values())
    changes = came + sum(int(table.starts[-1]) for table in last.tables.values()) - stayed
    return None if changes * MOST_CHANGED > rows else changes


def _rows_of_last_night(night: Night) -> dict[str, Integers] | None:
    """As Begun.same_row for a night linked afresh; None where last night's memory cannot be read."""
    if night.previous_folder is None:
        return None
    memory, found = night.previous_folder / "link" / MEMORY, {}
    key = read_json(memory / "key.json")
    if key is None or key.get("layout") != LAYOUT:
        return None
    for name, deliveries in _chosen(night).items():
        table = remembered_table(night.lake.staged, memory, name)
        lost = [one.prints["mark"] for one in table.segments if one.name not in deliveries]
        marks = pl.concat([pl.Series(dtype=pl.UInt64), *lost])
        new = [one for one in deliveries if one not in {segment.name for segment in table.segments}]
        prints = {one: read_fingerprints(name, night.lake.staged / one) for one in new}
        found[name] = _rows_before(table, deliveries, {one: same_rows(marks, prints[one]["mark"]) for one in new})
    return found


def _rows_before(table: Table, names: list[str], new: dict[str, Integers]) -> Integers:
    """For each of tonight's rows (of `names`) its place in last night's `table`, or -1. `new`: the place of each row of
    a new delivery among the rows of those that are no longer in force, or -1.
    """
    begin = {one.name: (start, one.prints.height) for one, start in zip(table.segments, table.starts, strict=False)}
    lost = [np.arange(start, start + height) for name, (start, height) in begin.items() if name not in names]
    places_lost = np.concatenate([np.zeros(0, np.int64), *lost, np.full(1, -1)])
    parts = [np.zeros(0, np.int64)]
    for name in names:
        if name in new:
            parts.append(places_lost[new[name]])  # -1 is the last place, which is -1
        else:
            parts.append(np.arange(begin[name][0], begin[name][0] + begin[name][1]))
    return np.concatenate(parts)


def _with_carried(table: Table, names: list[str], one: _Arrived, own: pl.Series) -> Segment:
    """A new delivery's segment, with the references of rows that a dropped one had as well."""
    fresh = one.fresh.with_columns(own.alias("descriptor")).select(*REFS)
    if not (one.of_row >= 0).any():
        return Segment(one.name, one.prints, fresh)
    parts, start = [pl.DataFrame(schema=REFS)], 0
    for segment in table.segments:
        if segment.name not in names:
            parts.append(segment.refs.with_columns((pl.col("at") + start).cast(pl.UInt32)))
            start += segment.prints.height
    refs = carried(pl.concat(parts), start, one.of_row, fresh, len(table.shape.roles))
    return Segment(one.name, one.prints, refs)
