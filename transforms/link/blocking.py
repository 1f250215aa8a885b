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
    units = opened.units.with_columns(
        born="birth_date",
        gender="sex",
        surname=pl.col("name_fold").str.slice(0, 1),
    )
    people = groups.select(
        "group", "name_fold", born="birth_date", gender="sex", surname=pl.col("name_fold").str.slice(0, 1)
    )
    named = people.select("group", "name_fold")
    told = opened.held.join(units.select("unit", "name_fold"), on="unit")
    shared = opened.shared.join(named, on="group")
    kin = pl.col("kind").is_in(KIN)
    rules = [
        ("number", None, _by_number(units, people, edits)),
        ("name_context", *_join(told, shared, ["name_fold", "kind", "token"])),
        ("family", *_join(told.filter(kin), shared.filter(kin), ["kind", "token"])),
        ("name_birth", *_join(units, people, ["name_fold", "born"])),
        ("birth_sex_surname", *_join(units, people, ["born", "gender", "surname"])),
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
    """Pairs that agree in all keys, without blocks of more than CAP people; and what was capped."""
    left = left.drop_nulls(keys).select("unit", *keys).unique()
    right = right.join(left.select(keys).unique(), on=keys, how="semi").select("group", *keys).unique()
    sizes = right.group_by(keys).len("size")
    over = sizes.filter(pl.col("size") > CAP)
    within = left.join(over, on=keys, how="anti")
    pairs = within.join(right, on=keys).select("unit", "group", number_level=pl.lit(None, pl.String)).unique()
    waiting = left.join(over, on=keys, how="semi").select("unit").n_unique()
    largest = sizes.select(pl.col("size").max().fill_null(0)).item()
    return (over.height, waiting, largest), pairs


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
