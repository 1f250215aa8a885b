"""Which people with a number a unit may be: the union of a few exact rules, each capped and counted.

Every rule joins on whole values, nulls dropped first: an empty name or date never meets another empty one.
"""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

from transforms.link.context import KIN
from transforms.link.number import kept_digits
from transforms.link.repair import neighbours
from transforms.link.units import Open

CAP = 200
"""People in one block; a larger block says nothing of anybody and is left out, and counted."""
PAIRS = {"unit": pl.UInt32(), "group": pl.Int64(), "number_level": pl.String()}


BLOCKS = {
    "rule": pl.String(),
    "pairs": pl.Int64(),
    "new_pairs": pl.Int64(),
    "largest": pl.Int64(),
    "capped": pl.Int64(),
    "capped_units": pl.Int64(),
}
"""Grain: one blocking rule. new_pairs: those no rule before it gave. largest: people or units in its largest block.
capped: blocks left out for their size; capped_units: records waiting because of it."""


@dataclass(frozen=True, slots=True)
class Candidates:
    """`pairs`: unit, group, number_level (digit, swap, prefix, same or null), each once. `report`: columns
    of BLOCKS.
    """

    pairs: pl.DataFrame
    report: pl.DataFrame


def candidates(opened: Open, groups: pl.DataFrame, edits: pl.DataFrame | None = None) -> Candidates:
    """Pairs to compare. `groups` as in linking.Linked; `edits`: valid numbers one slip away from those of units (unit,
    group), for who has them already.
    """
    surname = pl.col("name_fold").str.slice(0, 1).alias("surname")
    units = opened.units.with_columns(surname, born="birth_date", gender="sex")
    people = groups.select("group", "name_fold", born="birth_date", gender="sex")
    told = opened.held.join(units.select("unit", "name_fold"), on="unit")
    # A token is of one kind, and the name of few: only who has one of the open names may share name and token.
    of_a_name = people.filter(pl.col("name_fold").is_in(told["name_fold"].unique().implode()))
    shared = opened.shared.join(of_a_name.select("group", "name_fold"), on="group")
    kin = pl.col("kind").is_in(KIN)
    born_then = people.filter(pl.col("born").is_in(units["born"].unique().implode())).with_columns(surname)
    rules = [
        ("number", None, _by_number(units, people, edits)),
        ("name_context", *_join(told, shared, ["name_fold", "token"])),
        ("family", *_join(told.filter(kin), opened.shared.filter(kin), ["token"])),
        ("name_birth", *_join(units, born_then, ["name_fold", "born"])),
        ("birth_sex_surname", *_join(units, born_then, ["born", "gender", "surname"])),
    ]
    found = pl.DataFrame(schema=PAIRS)
    report = []
    for rule, capped, pairs in rules:
        new = pairs.join(found, on=["unit", "group"], how="anti")
        found = pl.concat([found, new])
        blocks, waiting, largest = capped or (0, 0, None)
        report.append((rule, pairs.height, new.height, largest, blocks, waiting))
    return Candidates(found.sort("unit", "group"), pl.DataFrame(report, schema=BLOCKS, orient="row"))


def _join(left: pl.DataFrame, right: pl.DataFrame, keys: list[str]) -> tuple[tuple[int, int, int], pl.DataFrame]:
    """Pairs that agree in all keys, without blocks of more than CAP people; and what was capped.

    Neither side says one thing of one unit or person twice. Blocks are told apart by a hash: two have one with a
    probability of 2^-64.
    """
    block = pl.struct(keys).hash().alias("block") if len(keys) > 1 else pl.col(*keys).alias("block")
    left = left.drop_nulls(keys).select("unit", block)
    right = right.drop_nulls(keys).select("group", block)
    right = right.filter(pl.col("block").is_in(left["block"].unique().implode()))
    sizes = right.group_by("block").len("size")
    over = pl.col("block").is_in(sizes.filter(pl.col("size") > CAP)["block"].implode())
    pairs = left.filter(~over).join(right, on="block").select("unit", "group").unique()
    waiting = left.filter(over)
    largest = sizes.select(pl.col("size").max().fill_null(0)).item()
    capped = (waiting["block"].n_unique(), waiting["unit"].n_unique(), largest)
    return capped, pairs.with_columns(number_level=pl.lit(None, pl.String))


def _by_number(units: pl.DataFrame, people: pl.DataFrame, edits: pl.DataFrame | None = None) -> pl.DataFrame:
    """Pairs whose numbers are one edit apart, or agree in all digits that a spreadsheet left."""
    number = pl.col("id_number")
    damaged = units.filter(pl.col("first17").is_null() & number.is_not_null()).select("unit", "id_number")
    if edits is None:
        edits = neighbours(damaged["id_number"]).join(damaged.with_row_index("place"), on="place")
    near = edits.join(damaged, on="unit", how="semi")
    met = people.filter(pl.col("group").is_in(near["group"].unique().implode())).select("group")
    edit = near.join(met, on="group", how="semi").select("unit", "group", number_level="slip")
    lost = damaged.select("unit", prefix=kept_digits(number)).drop_nulls()
    kept = people.select("group", prefix=pl.col("group") // 100)
    kept = kept.filter(pl.col("prefix").is_in(lost["prefix"].unique().implode()))
    prefix = lost.join(kept, on="prefix")
    same = units.select("unit", group="first17").drop_nulls()
    parts = [
        edit,
        prefix.select("unit", "group", number_level=pl.lit("prefix")),
        same.select("unit", "group", number_level=pl.lit("same")),
    ]
    return pl.concat(parts).unique(["unit", "group"], keep="first", maintain_order=True)
