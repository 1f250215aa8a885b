"""The second part of linking: what numbers leave open goes to the person it most probably is, or stays alone."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import polars as pl

from transforms.link.around import Around
from transforms.link.blocking import candidates
from transforms.link.borrowed import neighbourhood
from transforms.link.clusters import clustered
from transforms.link.context import Tokens
from transforms.link.descriptors import Coded
from transforms.link.levels import compared
from transforms.link.linking import CERTAINTIES, METHODS, Linked
from transforms.link.model import Model
from transforms.link.placed import references_like
from transforms.link.score import decided, probable, weighted
from transforms.link.units import Open, open_units


@dataclass(frozen=True, slots=True)
class Second:
    """`coded`, `linked`: as they went in, with units added. `pairs`: every compared pair with levels, weights and
    probability. `blocks`: what blocking found and capped (blocking.Candidates.report).
    """

    coded: dict[str, Coded]
    linked: Linked
    pairs: pl.DataFrame
    blocks: pl.DataFrame

    def references(self) -> pl.DataFrame:
        """Which reference is which compared unit: table_key, record_no, person_role, owner_index, unit."""
        return references_like(self.coded, self.linked, self.pairs.select(descriptor="unit").unique()).select(
            *list(COMPARED)[:-1], unit="descriptor"
        )


COMPARED = {
    "table_key": pl.String(),
    "record_no": pl.String(),
    "person_role": pl.String(),
    "owner_index": pl.Int16(),
    "unit": pl.UInt32(),
}
"""Grain: one reference that was compared. `unit` as in Second.pairs."""


def link_open(
    coded: Mapping[str, Coded],
    linked: Linked,
    tokens: Tokens,
    model: Model,
    names: pl.DataFrame | None = None,
    around: Around | None = None,
    edits: pl.DataFrame | None = None,
) -> Second:
    """Link what part one left open; `tokens` gives the context of a table's rows, `around` see units.open_units.

    `names`: namelevels.judged_names of an earlier night; `edits`: see blocking.candidates.
    """
    recoded, grown, opened = open_units(coded, linked, tokens, around)
    blocked = candidates(opened, grown.groups, edits)
    possible = _possible(blocked.pairs, opened)
    pairs = weighted(compared(possible, opened, grown.groups, names), grown.groups, model)
    pairs = probable(pairs, grown.groups.height, model)
    found = _allowed(decided(pairs, neighbourhood(pairs, opened), model), opened.units)
    left = opened.units.filter(pl.col("group").is_null()).join(found, on="unit", how="anti", maintain_order="left")
    together, clustering = clustered(opened, left, grown.groups, model)
    people = pl.concat([grown.groups, _people(together, left).select(grown.groups.columns)])
    found = pl.concat([found, together.select(found.columns)])
    after = _with_found(Linked(grown.descriptors, people, grown.usage), opened.units, pairs, found, model.likely)
    return Second(recoded, after, pairs, pl.concat([blocked.report, clustering]))


def _possible(pairs: pl.DataFrame, opened: Open) -> pl.DataFrame:
    """Pairs of people who do not stand beside one another in one row: nobody does so with himself."""
    return pairs.join(opened.beside, on=["unit", "group"], how="anti", maintain_order="left")


def _allowed(found: pl.DataFrame, units: pl.DataFrame) -> pl.DataFrame:
    """Links that no hard rule forbids.

    Who bears a number that is valid and agrees with the own birth date is the person of that number and of no other.
    """
    agrees = (pl.col("birth_date") == pl.col("number_birth")) & (pl.col("sex") == pl.col("number_sex")).fill_null(
        value=True
    )
    trusted = units.filter(pl.col("first17").is_not_null() & agrees).select("unit", own="first17")
    return (
        found.join(trusted, on="unit", how="left", maintain_order="left")
        .filter(pl.col("own").is_null() | (pl.col("own") == pl.col("group")))
        .drop("own")
    )


def _people(together: pl.DataFrame, left: pl.DataFrame) -> pl.DataFrame:
    """One row for each cluster, as in linking.Linked.groups."""
    members = together.select("unit", "group").join(
        left.select("unit", "name", "name_fold", "sex", "birth_date", "refs"), on="unit"
    )
    ranked = members.sort("group", "refs", "name", descending=[False, True, False])
    return (
        ranked.group_by("group", maintain_order=True)
        .agg(
            pl.col("name", "name_fold").first(), pl.col("sex", "birth_date").drop_nulls().first(), pl.col("refs").sum()
        )
        .sort("group")
    )


def _with_found(linked: Linked, units: pl.DataFrame, pairs: pl.DataFrame, found: pl.DataFrame, likely: float) -> Linked:
    """Descriptors with what was found; a repaired number keeps its person and gains a weight, and perhaps certainty."""
    earlier = units.filter(pl.col("group").is_not_null()).select("unit", "group")
    weighed = pairs.join(earlier, on=["unit", "group"], how="semi").select(
        descriptor="unit", weight_kept="match_weight", probability_kept="match_probability"
    )
    surely = found.filter(pl.col("certainty") == "certain").join(earlier, on=["unit", "group"], how="semi")
    new = found.join(earlier, on="unit", how="anti").rename({"unit": "descriptor"})
    joined = (
        linked.descriptors.join(new, on="descriptor", how="left", suffix="_new", maintain_order="left")
        .join(weighed, on="descriptor", how="left", maintain_order="left")
        .with_columns(upgraded=pl.col("descriptor").is_in(surely["unit"].implode()))
    )
    # The number and a name nearly right were not enough, seen against everybody else it may be.
    doubted = (
        (pl.col("method") == "exact_id") & (pl.col("certainty") == "likely") & (pl.col("probability_kept") < likely)
    )
    joined = joined.with_columns(
        group=pl.when(~doubted.fill_null(value=False)).then("group"),
        method=pl.when(doubted).then(pl.lit("unlinked").cast(pl.Enum(METHODS))).otherwise("method"),
        certainty=pl.when(doubted).then(pl.lit("certain").cast(pl.Enum(CERTAINTIES))).otherwise("certainty"),
    )
    is_new = pl.col("group_new").is_not_null()
    repaired = pl.col("method") == "repaired_id"
    after = joined.with_columns(
        group=pl.coalesce("group_new", "group"),
        method=pl.when(is_new).then(pl.lit("probabilistic")).otherwise(pl.col("method").cast(pl.String)),
        certainty=pl.when("upgraded")
        .then(pl.lit("certain"))
        .when(is_new)
        .then("certainty_new")
        .otherwise(pl.col("certainty").cast(pl.String)),
        match_weight=pl.when(is_new).then("match_weight_new").when(repaired).then("weight_kept"),
        match_probability=pl.when(is_new).then("match_probability_new").when(repaired).then("probability_kept"),
    ).with_columns(pl.col("method").cast(pl.Enum(METHODS)), pl.col("certainty").cast(pl.Enum(CERTAINTIES)))
    descriptors = _no_longer_lone(after.select(linked.descriptors.columns))
    return Linked(descriptors, linked.groups, linked.usage)


def _no_longer_lone(descriptors: pl.DataFrame) -> pl.DataFrame:
    """A lone number that others now belong to is no longer alone."""
    several = (pl.col("refs").sum().over("group") > 1) & pl.col("group").is_not_null()
    own = (pl.col("method") == "unlinked") & several
    return descriptors.with_columns(
        method=pl.when(own).then(pl.lit("exact_id").cast(pl.Enum(METHODS))).otherwise("method")
    )
