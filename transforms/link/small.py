"""The close part of a city as a city of its own, for all that looks at records one by one."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

import numpy as np
import polars as pl

from transforms.link.city import City
from transforms.link.descriptors import Coded
from transforms.link.linking import Linked
from transforms.link.partone import LINKS, trusted
from transforms.link.queue import filled
from transforms.link.segments import REFS, Integers, Mask, Table

KNOWN = {
    "table_key": pl.String(),
    "record_no": pl.String(),
    "person_role": pl.String(),
    "owner_index": pl.Int16(),
    "group": pl.Int64(),
    "filled": pl.Int64(),
}


@dataclass(frozen=True)
class Small:
    """The close part of a city as a city of its own: `coded` and `linked` as everywhere in transforms/link.

    Descriptors are numbered anew, from 0; `numbers` says which of the city's each is, -1 for a unit cut out of one.
    `row` is the row of the table counted through its segments (segments.Table).
    """

    coded: dict[str, Coded]
    linked: Linked
    numbers: Integers


def small(city: City, close: Mask, more: Mapping[str, pl.DataFrame] | None = None) -> Small:
    """References of the descriptors that are `close`, those beside them in a row, and `more` (REFS by table)."""
    refs: dict[str, pl.DataFrame] = {}
    seen = close.copy()
    # Of a settled descriptor only some references may be here; nothing counts them.
    for key, table in city.tables.items():
        found = table.chosen(descriptors=close)
        if table.several and found.height:
            rows = np.zeros(int(table.starts[-1]), bool)
            rows[found["at"].to_numpy()] = True
            found = table.chosen(rows=rows)
        if more is not None and key in more:
            found = pl.concat([found, more[key].select(*REFS)]).unique().sort("role", "at", "owner_index")
        refs[key] = found
        seen[found["descriptor"].to_numpy()] = True
    numbers = np.flatnonzero(seen | _same_numbers(city))
    local = np.zeros(len(seen), dtype=np.uint32)
    local[numbers] = np.arange(len(numbers), dtype=np.uint32)
    coded, usage = {}, []
    for key, found in refs.items():
        own = local[found["descriptor"].to_numpy()]
        used, codes, times = np.unique(own, return_inverse=True, return_counts=True)
        coded[key] = _coded(city.tables[key], found, codes.astype(np.uint32), times)
        usage.append(_usage(key, used, times))
    frame = trusted(city.described, numbers, city.refs, city.part.links["lucky"].to_numpy()).with_columns(
        pl.int_range(len(numbers), dtype=pl.UInt32, eager=True).alias("descriptor")
    )
    frame = frame.with_columns(
        *(city.part.links[name].gather(pl.Series(numbers)) for name in LINKS),
        match_weight=pl.lit(None, pl.Float64),
        match_probability=pl.lit(None, pl.Float64),
    )
    return Small(coded, Linked(frame, city.part.groups, pl.concat(usage)), numbers)


def _same_numbers(city: City) -> Mask:
    """Descriptors that write a number which is some lucky one's: how many names it stands beside says what it is."""
    lucky = city.part.links["lucky"]
    found = np.zeros(len(lucky), bool)
    if lucky.any():
        written = city.described["first17"].is_in(city.described["first17"].filter(lucky).unique().implode())
        found |= written.fill_null(value=False).to_numpy() & (city.refs > 0)
    return found


def _coded(table: Table, found: pl.DataFrame, codes: np.ndarray, times: np.ndarray) -> Coded:
    roles = pl.Series(table.shape.roles, dtype=pl.String)
    references = pl.DataFrame(
        {
            "row": found["at"],
            "record_no": table.print_of("record_no", found["at"]),
            "person_role": roles.gather(found["role"]).cast(pl.Categorical),
            "owner_index": found["owner_index"],
            "code": codes,
        }
    )
    return Coded(table.shape.key, references, pl.DataFrame({"refs": times}, schema={"refs": pl.UInt32}))


def _usage(key: str, used: np.ndarray, times: np.ndarray) -> pl.DataFrame:
    return pl.DataFrame(
        {
            "table_key": pl.repeat(key, len(used), eager=True).cast(pl.Categorical),
            "code": np.arange(len(used), dtype=np.uint32),
            "descriptor": used.astype(np.uint32),
            "refs": times.astype(np.uint32),
        }
    )


def certain_references(city: City, close: Mask, groups: pl.Series, first: Collection[str]) -> pl.DataFrame:
    """References that settled descriptors give these people (queue.certain_of), as far as the queue looks at them.

    Of each person those of the descriptors that say most, and of every table of `first` one.
    """
    group = city.part.links["group"]
    asked = group.is_in(groups.implode()).fill_null(value=False).to_numpy() & ~close & (city.refs > 0)
    numbers = np.flatnonzero(asked)
    frame = city.described[pl.Series(numbers)].with_columns(group.gather(pl.Series(numbers)))
    told = frame.select("descriptor", "group", filled=filled())
    best = told.filter(pl.col("filled") == pl.col("filled").max().over("group"))
    most = np.zeros(len(asked), bool)
    most[best["descriptor"].to_numpy()] = True
    parts = [pl.DataFrame(schema=KNOWN)]
    for key, table in city.tables.items():
        found = table.chosen(descriptors=asked if key in first else most)
        found = found.join(told, on="descriptor", how="left", maintain_order="left")
        if key in first:
            every = found.filter(pl.col("filled") == pl.col("filled").max().over("group"))
            found = pl.concat([every, found.unique("group", keep="first", maintain_order=True)])
        roles = pl.Series(table.shape.roles, dtype=pl.String)
        parts.append(
            found.select(
                pl.lit(key).alias("table_key"),
                table.print_of("record_no", found["at"]),
                roles.gather(found["role"]).alias("person_role"),
                "owner_index",
                "group",
                pl.col("filled").cast(pl.Int64),
            )
        )
    return pl.concat(parts)


def extended(city: City, small: Small, coded: Mapping[str, Coded], linked: Linked, groups: pl.Series) -> Small:
    """`coded` and `linked`, come from `small`, with all settled references of these people."""
    group = city.part.links["group"]
    asked = group.is_in(groups.implode()).fill_null(value=False).to_numpy() & ~city.close() & (city.refs > 0)
    numbers = np.pad(small.numbers, (0, linked.descriptors.height - len(small.numbers)), constant_values=-1)
    new = np.setdiff1d(np.flatnonzero(asked), numbers)
    local = np.zeros(len(asked), dtype=np.uint32)
    local[numbers[numbers >= 0]] = np.flatnonzero(numbers >= 0)
    local[new] = linked.descriptors.height + np.arange(len(new), dtype=np.uint32)
    frame = trusted(city.described, new, city.refs, city.part.links["lucky"].to_numpy()).with_columns(
        pl.Series("descriptor", local[new]), *(city.part.links[name].gather(pl.Series(new)) for name in LINKS)
    )
    columns = linked.descriptors.columns
    frame = pl.concat([linked.descriptors, frame.select(_or_null(frame, name, linked.descriptors) for name in columns)])
    grown, usage = dict(coded), [linked.usage]
    for key, table in city.tables.items():
        found = table.chosen(descriptors=asked)
        here = grown[key].references
        known = here.select(at="row", role=pl.col("person_role").cast(pl.String), owner_index="owner_index")
        roles = pl.Series(table.shape.roles, dtype=pl.String)
        place_of = {role: place for place, role in enumerate(table.shape.roles)}
        named = found.with_columns(roles.gather(found["role"]).alias("role"))
        more = named.join(known, on=["at", "role", "owner_index"], how="anti", maintain_order="left")
        more = more.with_columns(role=pl.Series(more["role"]).replace_strict(place_of, return_dtype=pl.UInt8))
        if more.is_empty():
            continue
        used, codes, times = np.unique(local[more["descriptor"].to_numpy()], return_inverse=True, return_counts=True)
        base = grown[key].distinct.height
        added = _coded(table, more, (codes + base).astype(np.uint32), times)
        grown[key] = Coded(
            key, pl.concat([here, added.references]), pl.concat([grown[key].distinct.select("refs"), added.distinct])
        )
        usage.append(_usage(key, used, times).with_columns((pl.col("code") + base).cast(pl.UInt32)))
    after = Linked(frame, linked.groups, pl.concat(usage), linked.merged)
    return Small(grown, after, np.concatenate([numbers, new]))


def _or_null(frame: pl.DataFrame, name: str, like: pl.DataFrame) -> pl.Expr:
    told = pl.col(name) if name in frame.columns else pl.lit(None)
    return told.cast(like.schema[name]).alias(name)


def edits_here(small: Small, edits: pl.DataFrame) -> pl.DataFrame:
    """unit, group, slip: numbering.EDITS by the numbers of the small city."""
    known = pl.DataFrame({"descriptor": small.numbers, "unit": np.arange(len(small.numbers))}, schema=_LOCAL)
    mine = edits.filter(pl.col("descriptor").is_in(known["descriptor"].implode()))
    return mine.join(known, on="descriptor").select("unit", "group", "slip")


_LOCAL = {"descriptor": pl.UInt32, "unit": pl.UInt32}


def here(small: Small, linked: Linked, close: Mask) -> Mask:
    """Which of `linked.descriptors`, come from `small`, stand for `close` descriptors or for units cut out of one."""
    numbers = np.pad(small.numbers, (0, linked.descriptors.height - len(small.numbers)), constant_values=-1)
    return (numbers < 0) | close[numbers]


def references_of_groups(city: City, small: Small, linked: Linked) -> pl.DataFrame:
    """group, refs: how many references more (or fewer) a person has in `linked`, come from `small`, than before."""
    known = small.numbers[small.numbers >= 0]
    before = pl.DataFrame(
        {"group": city.part.links["group"].gather(pl.Series(known)), "refs": -city.refs[known]},
        schema={"group": pl.Int64, "refs": pl.Int64},
    )
    after = linked.descriptors.select("group", pl.col("refs").cast(pl.Int64))
    both = pl.concat([before, after]).filter(pl.col("group") >= 0)
    return both.group_by("group").agg(pl.col("refs").sum()).filter(pl.col("refs") != 0)
