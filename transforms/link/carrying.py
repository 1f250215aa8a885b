"""Judgements carried out on the descriptors: who goes to whom, by what method, and whose person it then is."""

from __future__ import annotations

import polars as pl

from transforms.link.agreement import Circle, Node
from transforms.link.descriptors import DESCRIBING
from transforms.link.linking import CERTAINTIES, METHODS, Linked
from transforms.link.number import anchor_of

_TRUSTED_LENGTH = 15
"""Characters from which a number, right or wrong, is somebody's: '无' and '000' are not."""
_OUTCOME = {
    "descriptor": pl.UInt32(),
    "group": pl.Int64(),
    "method": pl.Enum(METHODS),
    "certainty": pl.Enum(CERTAINTIES),
    "kept": pl.Boolean(),
}


def carried_out(
    linked: Linked,
    nodes: list[Node],
    circles: list[Circle],
    own: pl.Series,
    origin: pl.Series,
    crosswalk: pl.DataFrame,
) -> Linked:
    """Descriptors and groups after the circles.

    `own`: descriptor of each of the nodes; `origin`: the one it was cut out of. `crosswalk`: last night's.
    """
    order = _preferred(linked.groups, crosswalk)
    following = min([0, *linked.groups["group"].to_list()]) - 1
    outcomes: list[tuple[object, ...]] = []
    merged: list[tuple[int, int | None]] = []
    new: list[int] = []
    for circle in circles:
        group = min(circle.groups, key=lambda one: (order[one], _known_by(one, circle, nodes)), default=None)
        merged += [(one, group) for one in circle.groups if one != group]
        if group is None and len(circle.nodes) > 1:
            group = following - len(new)
            new.append(group)
        for place in circle.nodes:
            kept = (
                place in circle.own and nodes[place].group == group and (nodes[place].firm or place not in circle.sure)
            )
            sure = group is None or place in circle.sure
            method = "unlinked" if group is None else "reviewed"
            outcomes.append((own[place], group, method, "certain" if sure else "likely", kept))
    judged_ones = pl.DataFrame(outcomes, schema=_OUTCOME, orient="row")
    joined = pl.DataFrame(merged, schema={"group": pl.Int64, "kept_group": pl.Int64}, orient="row")
    followers = _followers(judged_ones, pl.DataFrame({"descriptor": own, "origin": origin}), linked.descriptors)
    after = _applied(linked.descriptors, pl.concat([judged_ones, followers]), joined)
    return _tidied(after, linked, joined, new)


def _preferred(groups: pl.DataFrame, crosswalk: pl.DataFrame) -> dict[int, int]:
    """Of persons that become one, the smallest here stays: with a number, seen last, of most references.

    A person merged away is no longer seen, so the one that stayed stays in later nights.
    """
    anchored = groups.select("group", "refs", anchor=pl.when(pl.col("group") >= 0).then(anchor_of("group")))
    seen = crosswalk.select("anchor", "last_night").filter(
        pl.col("anchor").is_in(anchored["anchor"].drop_nulls().implode())
    )
    by = [pl.col("group") < 0, pl.col("last_night"), pl.col("refs")]
    ranked = (
        anchored.join(seen, on="anchor", how="left")
        .sort(*by, descending=[False, True, True], nulls_last=True)
        .with_columns(turn=pl.struct(by[0].alias("cluster"), *by[1:]).rle_id())
    )
    return dict(ranked.select("group", "turn").iter_rows())


def _known_by(group: int, circle: Circle, nodes: list[Node]) -> int:
    """Which of two equals stays: the smaller number; of clusters, whose names are of tonight only, that of the
    judged reference that comes first.
    """
    return group if group >= 0 else min((place for place in circle.nodes if nodes[place].group == group), default=0)


def _followers(judged_ones: pl.DataFrame, origin: pl.DataFrame, descriptors: pl.DataFrame) -> pl.DataFrame:
    """Descriptors that a judged reference was cut out of, where the others go the same way (columns of _OUTCOME)."""
    told = judged_ones.join(origin, on="descriptor").filter(pl.col("origin") != pl.col("descriptor"))
    agreed = (
        told.group_by("origin")
        .agg(pl.struct("group", "method", "certainty").n_unique().alias("ways"), pl.col(*list(_OUTCOME)[1:]).first())
        .filter((pl.col("ways") == 1) & ~pl.col("kept") & (pl.col("certainty") == "certain"))
    )
    rest = descriptors.select("descriptor", "id_number", "refs", had="group", was="certainty")
    settled = pl.col("had").is_not_null() & (pl.col("was") == "certain")
    numbered = pl.col("id_number").str.len_chars() >= _TRUSTED_LENGTH
    return (
        agreed.rename({"origin": "descriptor"})
        .join(rest, on="descriptor")
        .filter(
            (pl.col("refs") > 0) & numbered & ~settled & (pl.col("group").is_not_null() | pl.col("had").is_not_null())
        )
        .sort("descriptor")
        .select(*_OUTCOME)
    )


def _applied(descriptors: pl.DataFrame, outcomes: pl.DataFrame, joined: pl.DataFrame) -> pl.DataFrame:
    """Descriptors with the outcomes; those of a person that another one took in are linked by the judgement."""
    changed = outcomes.filter(~pl.col("kept")).drop("kept").with_columns(hit=pl.lit(value=True))
    both = descriptors.join(joined, on="group", how="left", maintain_order="left").join(
        changed, on="descriptor", how="left", suffix="_new", maintain_order="left"
    )
    hit = pl.col("hit").fill_null(value=False)
    moved = pl.col("kept_group").is_not_null()
    return both.with_columns(
        group=pl.when(hit).then("group_new").otherwise(pl.coalesce("kept_group", "group")),
        method=pl.when(hit)
        .then("method_new")
        .when(moved)
        .then(pl.lit("reviewed").cast(pl.Enum(METHODS)))
        .otherwise("method"),
        certainty=pl.when(hit).then("certainty_new").otherwise("certainty"),
        match_weight=pl.when(~hit | (pl.col("group_new") == pl.col("group"))).then("match_weight"),
        match_probability=pl.when(~hit | (pl.col("group_new") == pl.col("group"))).then("match_probability"),
    ).select(descriptors.columns)


def _tidied(descriptors: pl.DataFrame, linked: Linked, joined: pl.DataFrame, new: list[int]) -> Linked:
    """Groups as their members now are; who is left alone in one is not linked, and a lone number with company is."""
    # Of other groups not all references need be here.
    whole = pl.col("group").is_in([*linked.groups["group"].to_list(), *new])
    size = pl.when(whole).then(pl.col("refs").sum().over("group"))
    lone = (size == 1).fill_null(value=False)
    joined_now = (pl.col("method") == "unlinked") & (size > 1).fill_null(value=False)
    told = descriptors.with_columns(
        method=pl.when(lone)
        .then(pl.lit("unlinked").cast(pl.Enum(METHODS)))
        .when(joined_now)
        .then(pl.lit("exact_id").cast(pl.Enum(METHODS)))
        .otherwise("method"),
        certainty=pl.when(lone).then(pl.lit("certain").cast(pl.Enum(CERTAINTIES))).otherwise("certainty"),
        match_weight=pl.when(~lone).then("match_weight"),
        match_probability=pl.when(~lone).then("match_probability"),
        group=pl.when(~(lone & (pl.col("group") < 0))).then("group"),
    )
    refs = told.filter(pl.col("group").is_not_null()).group_by("group").agg(pl.col("refs").sum())
    added = (
        told.filter(pl.col("group").is_in(new) & (pl.col("refs") > 0))
        .sort("group", "refs", *DESCRIBING, descending=[False, True, False, False, False, False], nulls_last=True)
        .group_by("group", maintain_order=True)
        .agg(
            pl.col("name", "name_fold").drop_nulls().first(),
            pl.col("sex", "birth_date").drop_nulls().first(),
            pl.col("refs").sum(),
        )
    )
    groups = pl.concat([linked.groups, added.select(linked.groups.columns).cast(linked.groups.schema)])
    alive = refs.filter(pl.col("refs") > 0)
    groups = groups.drop("refs").join(alive, on="group").select(linked.groups.columns).sort("group")
    return Linked(told, groups, linked.usage, joined)
