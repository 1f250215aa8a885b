"""The crosswalk: which anchor has which person key, kept over nights.

Anchors are 'n:' and a valid number, 'r:' and a reference that stands alone or for its cluster, 'm:' and a reference of
a cluster. Rules, in this order:

    a known anchor keeps its key; a reference only while its name is still the same person's
    a new number takes over the key of a reference that stood alone and now bears it (a newborn's number arrives):
        of several the one first seen, then the smallest key; the reference's own row then ends in the number's
    everybody else gets a new key

A cluster without a number takes the key that most of its references had (anchors.py). Every key stands in exactly one
row for ever (those of a cluster's references, 'm:', apart), so none is given to another person. A number's key is never
passed on to another number: two valid numbers are two people, unless a person says otherwise (issue "linking").
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import polars as pl

from transforms.link.anchors import left_alone, member_rows, seats_moved, with_anchors, without_members
from transforms.link.compare import shares_a_place
from transforms.link.keys import mint
from transforms.link.linking import Linked
from transforms.link.number import anchor_of

CROSSWALK = {
    "anchor": pl.String(),
    "person_key": pl.String(),
    "first_night": pl.Date(),
    "last_night": pl.Date(),
    "name_fold": pl.String(),
}
"""Grain: one anchor. Nights are as-of days. name_fold: of an 'r:' anchor, the name last seen; else null."""

RETIRED = "retired:"
"""Anchor of a key whose record now names somebody else; kept so that the key is never minted again."""


NUMBERS = {"group": pl.Int64(), "person_key": pl.String(), "first_night": pl.Date(), "last_night": pl.Date()}
"""Grain: one number ever seen: the crosswalk's 'n:' anchors by their first 17 digits. In order of group."""


class TwoByOneAnchorError(Exception):
    """Two people of one night would be known by one anchor. `kinds`: of the anchors, n (number) and r (reference)."""

    def __init__(self, anchors: pl.Series) -> None:
        self.people, self.kinds = len(anchors), sorted(set(anchors.str.slice(0, 1)))
        super().__init__(f"{self.people} people are known by anchors of others, kinds {'/'.join(self.kinds)}")


@dataclass(frozen=True, slots=True)
class State:
    """The crosswalk between nights: `numbers` (NUMBERS), and `others`: rows of CROSSWALK without an 'n:' anchor."""

    numbers: pl.DataFrame
    others: pl.DataFrame


@dataclass(frozen=True, slots=True)
class Keys:
    """`groups`: (group, person_key) of the groups asked for. `singles`: (table_key, place, descriptor, group,
    person_key): the person key of a reference that stands alone (group null), the apart key of one linked likely.
    `state`: what the next night starts from.
    """

    groups: pl.DataFrame
    singles: pl.DataFrame
    state: State


def empty_crosswalk() -> pl.DataFrame:
    """The state before the first night."""
    return pl.DataFrame(schema=CROSSWALK)


def state_of(crosswalk: pl.DataFrame) -> State:
    """The crosswalk as one table (CROSSWALK) taken apart."""
    number = pl.col("anchor").str.starts_with("n:")
    numbers = crosswalk.filter(number).select(
        pl.col("anchor").str.slice(2, 17).cast(pl.Int64).alias("group"), *list(NUMBERS)[1:]
    )
    return State(numbers.sort("group"), crosswalk.filter(~number))


def crosswalk_of(state: State) -> pl.DataFrame:
    """And put together again, sorted by anchor."""
    numbers = state.numbers.select(
        anchor_of("group").alias("anchor"), *list(NUMBERS)[1:], name_fold=pl.lit(None, pl.String)
    )
    return pl.concat([numbers, state.others]).sort("anchor", "person_key")


def assign_keys(
    linked: Linked,
    single: pl.DataFrame,
    joining: pl.DataFrame,
    members: pl.DataFrame,
    before: State,
    night: date,
    secret: bytes,
) -> Keys:
    """Person keys of tonight's people, and the state that the next night starts from.

    `single`, `joining` and `members` are what singles.singles, joined and members gave for all tables, put together;
    `before` is last night's. A reference linked likely gets an apart key, which is no part of the state.
    Raises TwoByOneAnchorError where that would be so: no night may be published of it.
    """
    crosswalk, was = without_members(before.others)
    alone, likely = single.filter(pl.col("group").is_null()), single.filter(pl.col("group").is_not_null())
    state = _retire_other_names(crosswalk, alone)
    tonight_numbers = linked.groups.filter(pl.col("group") >= 0)
    clusters = with_anchors(linked.groups.filter(pl.col("group") < 0), members, was, state)
    state, clusters = seats_moved(state, clusters, members, alone)
    state = left_alone(state, alone, was, clusters)
    arriving = tonight_numbers.join(before.numbers, on="group", how="anti").select(
        "group", number=anchor_of("group"), arrived="name_fold"
    )
    state = _hand_over(state, arriving, joining)
    tonight = pl.concat(
        [
            clusters.select("anchor", name_fold=pl.lit(None, pl.String)),
            arriving.select("number", name_fold=pl.lit(None, pl.String)).rename({"number": "anchor"}),
            alone.select("anchor", "name_fold"),
        ]
    )
    if (double := tonight.filter(pl.col("anchor").is_duplicated())).height:
        raise TwoByOneAnchorError(double["anchor"])  # answers are read by position: all behind would slip
    new = tonight.join(state, on="anchor", how="anti")
    taken = pl.concat([before.numbers["person_key"], state["person_key"]], rechunk=False)
    minted = mint(new["anchor"], taken, secret)
    after = _seen(state, minted, tonight, night)
    key_of = after.select("anchor", "person_key")
    numbers = _numbers_seen(before.numbers, tonight_numbers["group"], after, arriving, night)
    key_of_cluster = clusters.select("group", "anchor").join(key_of, on="anchor").select("group", "person_key")
    key_of_number = numbers.filter(pl.col("last_night") == night).select("group", "person_key")
    apart_anchors = "apart:" + likely["anchor"]
    taken = pl.concat([before.numbers["person_key"], after["person_key"]], rechunk=False)
    apart = likely.with_columns(apart_anchors.alias("anchor")).join(mint(apart_anchors, taken, secret), on="anchor")
    columns = ("table_key", "place", "descriptor", "group", "person_key")
    others = after.filter(~pl.col("anchor").str.starts_with("n:"))
    return Keys(
        pl.concat([key_of_number, key_of_cluster]),
        pl.concat([alone.join(key_of, on="anchor").select(columns), apart.select(columns)]),
        State(
            numbers,
            pl.concat([others, member_rows(members, key_of_cluster, others, night)]).sort("anchor", "person_key"),
        ),
    )


def _numbers_seen(
    before: pl.DataFrame, groups: pl.Series, after: pl.DataFrame, arriving: pl.DataFrame, night: date
) -> pl.DataFrame:
    """NUMBERS after tonight. Both sides are in order, so that nothing is searched for."""
    added = arriving.join(after, left_on="number", right_on="anchor").select(*NUMBERS).sort("group")
    seen = pl.lit(night, pl.Date)
    known = before.set_sorted("group").with_columns(
        last_night=pl.when(pl.col("group").is_in(groups.implode())).then(seen).otherwise("last_night")
    )
    return known.merge_sorted(added.cast(pl.Schema(NUMBERS)), key="group")


def _seen(state: pl.DataFrame, minted: pl.DataFrame, tonight: pl.DataFrame, night: date) -> pl.DataFrame:
    """The state after tonight: new anchors added, last night and last name of those seen brought up to date."""
    this = pl.lit(night, pl.Date)
    new = minted.with_columns(first_night=this, last_night=this, name_fold=pl.lit(None, pl.String))
    seen = tonight.rename({"name_fold": "name_tonight"}).with_columns(seen=pl.lit(value=True))
    return (
        pl.concat([state, new])
        .join(seen, on="anchor", how="left")
        .select(
            "anchor",
            "person_key",
            "first_night",
            pl.when("seen").then(this).otherwise("last_night").alias("last_night"),
            pl.when("seen").then("name_tonight").otherwise("name_fold").alias("name_fold"),
        )
        .sort("anchor")
    )


def _another_name(before: str, now: str) -> pl.Expr:
    """True where neither the first nor the last character stayed: one record, but hardly one person.

    Generous, since the record number speaks too, and a newborn's name ('王芳之子') changes when it is registered.
    """
    return ~shares_a_place(pl.col(before), pl.col(now)).fill_null(value=True)


def _retire_other_names(crosswalk: pl.DataFrame, alone: pl.DataFrame) -> pl.DataFrame:
    """Retire the key of a reference whose record now bears a clearly different name: it is another person."""
    met = crosswalk.select("anchor", "person_key", was="name_fold").join(
        alone.select("anchor", name="name_fold"), on="anchor"
    )
    other = met.filter(_another_name("was", "name"))
    renamed = pl.col("anchor").is_in(other["anchor"].implode())
    return crosswalk.with_columns(
        anchor=pl.when(renamed).then(pl.lit(RETIRED) + pl.col("person_key")).otherwise("anchor")
    )


def _hand_over(crosswalk: pl.DataFrame, arriving: pl.DataFrame, joining: pl.DataFrame) -> pl.DataFrame:
    """Give new numbers (group, number, arrived) the keys of the references that stood alone and now bear them."""
    offered = (
        joining.select("anchor", "group")
        .join(crosswalk, on="anchor")
        .join(arriving, on="group")
        .filter(~_another_name("name_fold", "arrived"))
    )
    heirs = offered.sort("number", "first_night", "person_key").unique("number", keep="first", maintain_order=True)
    return (
        crosswalk.join(heirs.select("anchor", "number"), on="anchor", how="left")
        .with_columns(
            anchor=pl.coalesce("number", "anchor"),
            name_fold=pl.when(pl.col("number").is_null()).then("name_fold"),
        )
        .drop("number")
    )
