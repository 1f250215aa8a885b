"""Anchors of people without a number: a cluster of references keeps its key while most of its references stay.

The crosswalk has a row 'm:<reference>' for each reference of a cluster, with the cluster's key, so that the next night
can vote; and the row 'r:<reference>' of the one that the cluster is known by.
"""

from __future__ import annotations

from datetime import date

import polars as pl

from transforms.link.compare import shares_a_place

MEMBER = "m:"


def without_members(crosswalk: pl.DataFrame) -> tuple[pl.DataFrame, pl.DataFrame]:
    """The crosswalk without the rows of clusters' references, and those: anchor (of the reference), person_key, was."""
    member = pl.col("anchor").str.starts_with(MEMBER)
    rows = crosswalk.filter(member).select(pl.col("anchor").str.slice(len(MEMBER)), "person_key", was="name_fold")
    return crosswalk.filter(~member), rows


def with_anchors(
    groups: pl.DataFrame, members: pl.DataFrame, before: pl.DataFrame, state: pl.DataFrame
) -> pl.DataFrame:
    """`groups` (clusters of linking.Linked.groups) with the `anchor` of each.

    Each of its references votes for the key it had last night, alone or in a cluster. The key of most votes wins, then
    the one first seen, then the smallest; a key goes to one cluster only. A cluster without one is known by the
    smallest of its references whose own key is nobody's yet.
    """
    if members.is_empty():
        return groups.with_columns(anchor=pl.lit(None, pl.String))
    alone = state.filter(pl.col("anchor").str.starts_with("r:")).select("anchor", "person_key")
    least = members.group_by("group").agg(least=pl.col("anchor").min())
    votes = (
        members.select("anchor", "group")
        .join(pl.concat([before.select("anchor", "person_key"), alone]).unique(), on="anchor")
        .group_by("group", "person_key")
        .agg(votes=pl.col("anchor").n_unique())
        .join(state.select("person_key", "first_night", known_by="anchor"), on="person_key")
        # A number that came between has taken the key over.
        .filter(pl.col("known_by").str.starts_with("r:"))
        .join(least, on="group")
        .sort("votes", "first_night", "person_key", "least", descending=[True, False, False, False])
    )
    won = []
    taken: set[str] = set()
    served: set[int] = set()
    for group, key, known_by in votes.select("group", "person_key", "known_by").iter_rows():
        if group not in served and key not in taken:
            won.append((group, known_by))
            served.add(group)
            taken.add(key)
    kept = pl.DataFrame(won, schema={"group": pl.Int64, "kept": pl.String}, orient="row")
    free = (
        members.join(state, on="anchor", how="anti")
        .group_by("group")
        .agg(free=pl.col("anchor").min())
        .join(kept, on="group", how="anti")
    )
    return (
        groups.join(kept, on="group", how="left", maintain_order="left")
        .join(free, on="group", how="left", maintain_order="left")
        .join(least, on="group", how="left", maintain_order="left")
        .with_columns(anchor=pl.coalesce("kept", "free", "r:+" + pl.col("least")))
        .drop("kept", "free", "least")
    )


def seats_moved(
    state: pl.DataFrame, groups: pl.DataFrame, members: pl.DataFrame, alone: pl.DataFrame
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """`state` and `groups` where the reference that a cluster is known by stands alone tonight: it is another now.

    The cluster keeps its key and is known by the smallest of its references that nobody is known by; the one that left
    gets a key of its own. One anchor for both would be one person made of two.
    """
    left = groups.filter(pl.col("group") < 0).join(alone.select("anchor"), on="anchor", how="semi")
    own = members.join(left.select("group"), on="group", how="semi")
    least = own.group_by("group").agg(least=pl.col("anchor").min())
    free = own.join(state, on="anchor", how="anti").group_by("group").agg(free=pl.col("anchor").min())
    seats = (
        left.select("group", "anchor")
        .join(least, on="group")
        .join(free, on="group", how="left")
        .select("anchor", seat=pl.coalesce("free", "r:+" + pl.col("least")))
    )

    def seated(frame: pl.DataFrame, *, where: pl.Expr) -> pl.DataFrame:
        anchor = pl.when(where).then(pl.coalesce("seat", "anchor")).otherwise("anchor")
        return (
            frame.join(seats, on="anchor", how="left", maintain_order="left").with_columns(anchor=anchor).drop("seat")
        )

    return seated(state, where=pl.lit(value=True)), seated(groups, where=pl.col("group") < 0)


def left_alone(state: pl.DataFrame, alone: pl.DataFrame, before: pl.DataFrame, groups: pl.DataFrame) -> pl.DataFrame:
    """`state` where a cluster's last reference keeps the cluster's key: all others are gone or went elsewhere.

    `alone`: singles that stand alone; `groups`: with_anchors' answer. A reference that now bears a clearly different
    name keeps nothing.
    """
    tonight = pl.concat([groups.select("anchor"), alone.select("anchor")])
    heirs = (
        alone.select("anchor", "name_fold")
        .join(state, on="anchor", how="anti")
        .join(before, on="anchor")
        .filter(shares_a_place(pl.col("name_fold"), pl.col("was")).fill_null(value=True))
        .join(state.select("person_key", known_by="anchor"), on="person_key")
        .filter(pl.col("known_by").str.starts_with("r:"))
        .join(tonight, left_on="known_by", right_on="anchor", how="anti")
        .sort("person_key", "anchor")
        .unique("person_key", keep="first", maintain_order=True)
        .unique("anchor", keep="first", maintain_order=True)
        .select("person_key", heir="anchor")
    )
    return (
        state.join(heirs, on="person_key", how="left", maintain_order="left")
        .with_columns(anchor=pl.coalesce("heir", "anchor"))
        .drop("heir")
    )


def member_rows(members: pl.DataFrame, keys: pl.DataFrame, after: pl.DataFrame, night: date) -> pl.DataFrame:
    """Crosswalk rows of tonight's clusters' references. `keys`: group, person_key."""
    this = pl.lit(night, pl.Date)
    return (
        members.join(keys, on="group")
        .select(
            (MEMBER + pl.col("anchor")).alias("anchor"),
            "person_key",
            this.alias("first_night"),
            this.alias("last_night"),
            "name_fold",
        )
        .select(after.columns)
    )
