"""Which descriptor is which person: the ways of linking put together, strongest first."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import polars as pl

from transforms.link.descriptors import Descriptors
from transforms.link.exact import holders, link_equal_numbers
from transforms.link.repair import link_damaged_numbers
from transforms.link.untrusted import without_lucky_numbers

METHODS = ("exact_id", "repaired_id", "probabilistic", "reviewed", "unlinked")
CERTAINTIES = ("certain", "likely")


@dataclass(frozen=True)
class Linked:
    """`descriptors`: the frame of descriptors.Descriptors, in order, with `group` (Int64, null where alone), `method`
    and `certainty`, match_weight and match_probability.

    `groups`: one row for each person with a number: group (first 17 digits), name, name_fold, sex, birth_date, refs;
    and for each cluster of those without one, whose group is negative. `usage` as in descriptors.Descriptors.
    `merged`: group, kept_group: persons that a judgement made one with another (judged), if any.
    """

    descriptors: pl.DataFrame
    groups: pl.DataFrame
    usage: pl.DataFrame
    merged: pl.DataFrame | None = None

    def of_codes(self, table_key: str) -> pl.Series:
        """The descriptor of each code of one table, in order of code."""
        return self._of_codes.get(table_key, pl.Series("descriptor", dtype=pl.UInt32))

    @cached_property
    def _of_codes(self) -> dict[str, pl.Series]:
        # Asked for several times a table; a city's usage has five million rows.
        return {
            str(part["table_key"][0]): part.sort("code")["descriptor"] for part in self.usage.partition_by("table_key")
        }


def link(descriptors: Descriptors) -> Linked:
    """Link descriptors by equal valid numbers, then by repaired ones. What is left stands alone.

    A number that one single reference bears links nothing: its person is there, its method is 'unlinked'.
    """
    trusted = Descriptors(without_lucky_numbers(descriptors.frame), descriptors.usage)
    return linked_to(trusted, holders(trusted.frame.filter(pl.col("first17").is_not_null()), trusted.usage))


def linked_to(trusted: Descriptors, held: pl.DataFrame) -> Linked:
    """The same, of descriptors without lucky numbers (untrusted.py) whose holders (exact.holders) are known already."""
    described, usage = trusted.frame, trusted.usage
    exact = link_equal_numbers(described, usage, held).with_columns(method=pl.lit("exact_id"))
    repaired = link_damaged_numbers(described, held).with_columns(method=pl.lit("repaired_id"))
    joined = described.join(
        pl.concat([exact, repaired]), on="descriptor", how="left", maintain_order="left"
    ).with_columns(alone=pl.col("group").is_null() | (pl.col("refs").sum().over("group") == 1))
    linked = joined.with_columns(
        pl.when(pl.col("alone")).then(pl.lit("unlinked")).otherwise("method").cast(pl.Enum(METHODS)).alias("method"),
        pl.when(pl.col("alone")).then(pl.lit("certain")).otherwise("certainty").cast(pl.Enum(CERTAINTIES))
        .alias("certainty"),
        match_weight=pl.lit(None, pl.Float64),
        match_probability=pl.lit(None, pl.Float64),
    ).drop("alone")  # fmt: skip
    return Linked(linked, groups_of(linked, usage, held), usage)


def groups_of(linked: pl.DataFrame, usage: pl.DataFrame, held: pl.DataFrame) -> pl.DataFrame:
    """One row for each person with a number; the name is the holder's as stored in most tables."""
    members = linked.filter(pl.col("group").is_not_null())
    sizes = members.group_by("group").agg(pl.col("refs").sum())
    bearers = (
        members.filter(pl.col("first17") == pl.col("group"))
        .join(held.select("group", pl.col("name_fold").alias("holder")), on="group")
        .filter(pl.col("name_fold") == pl.col("holder"))
        .select("group", "descriptor", "name")
    )
    return (
        held.join(_most_used(bearers, usage), on="group", how="left")
        .join(sizes, on="group", how="left")
        .select(
            "group",
            "name",
            "name_fold",
            pl.col("number_sex").alias("sex"),
            pl.col("number_birth").alias("birth_date"),
            "refs",
        )
        .sort("group")
    )


def _most_used(bearers: pl.DataFrame, usage: pl.DataFrame) -> pl.DataFrame:
    """(group, name): the stored name in most tables, then of most references, then the smallest."""
    spread = bearers.group_by("group").agg(low=pl.col("name").min(), high=pl.col("name").max())
    several = spread.filter(pl.col("low") != pl.col("high")).select("group")
    chosen = (
        usage.join(bearers.join(several, on="group", how="semi"), on="descriptor")
        .group_by("group", "name")
        .agg(pl.col("refs").sum(), tables=pl.col("table_key").n_unique())
        .sort("group", "tables", "refs", "name", descending=[False, True, True, False])
        .unique("group", keep="first", maintain_order=True)
        .select("group", chosen="name")
    )
    return spread.join(chosen, on="group", how="left").select("group", name=pl.coalesce("chosen", "low"))
