"""Part one of linking, equal and repaired numbers, of a whole city or from what it was last night.

The functions are the same both ways. What a descriptor's link hangs on: whether its number is taken for one
(untrusted.py, asked of all again); all descriptors of its number and how often which table uses them; of a number that
several names use, also whether another holder of such a name is near; of a damaged number, who holds the numbers one
slip away. All else stands as it was.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import polars as pl

from transforms.link.descriptors import Descriptors
from transforms.link.exact import holders, link_equal_numbers
from transforms.link.linking import CERTAINTIES, METHODS, groups_of, linked_to
from transforms.link.repair import link_damaged_numbers
from transforms.link.segments import Integers, Mask
from transforms.link.untrusted import lucky_numbers

LINKS = {"group": pl.Int64(), "method": pl.Enum(METHODS), "certainty": pl.Enum(CERTAINTIES)}
_NUMBER = ("first17", "number_birth", "number_sex")
UsageOf = Callable[[Mask], pl.DataFrame]
"""Which table uses a chosen descriptor how often: table_key, descriptor, refs."""


@dataclass(frozen=True, slots=True)
class PartOne:
    """`links`: of each descriptor, in order of its number: refs, lucky (its number is none, untrusted.py) and LINKS.

    `held`: exact.holders, and `contested`: not all who use the number bear the holder's name. `groups`: people with a
    number (linking.Linked.groups). Both in order of group.
    """

    links: pl.DataFrame
    held: pl.DataFrame
    groups: pl.DataFrame
    renewed: pl.Series | None = None
    """Groups that last night's part one did not have, or otherwise; None where there was none."""


def part_one(described: pl.DataFrame, refs: Integers, usage: UsageOf) -> PartOne:
    """Link all descriptors that have references."""
    alive = refs > 0
    lucky = lucky_numbers(described, alive)
    frame = trusted(described, np.flatnonzero(alive), refs, lucky)
    used = usage(alive)
    held = _held(frame.filter(pl.col("first17").is_not_null()), used)
    linked = linked_to(Descriptors(frame, used), held.drop("contested"))
    links = _links(described.height, refs, lucky, linked.descriptors)
    return PartOne(links, held.sort("group"), linked.groups)


def trusted(described: pl.DataFrame, chosen: Integers, refs: Integers, lucky: Mask) -> pl.DataFrame:
    """Some descriptors as descriptors.Descriptors.frame, without what is read from lucky numbers."""
    frame = described[pl.Series(chosen.astype(np.uint32))].drop("hash")
    whole = pl.Series(~lucky[chosen])
    return frame.with_columns(
        pl.Series("refs", refs[chosen].astype(np.uint32)), *(pl.when(whole).then(name).alias(name) for name in _NUMBER)
    )


def _links(height: int, refs: Integers, lucky: Mask, linked: pl.DataFrame) -> pl.DataFrame:
    none = pl.select(*(pl.repeat(None, height, dtype=dtype).alias(name) for name, dtype in LINKS.items()))
    blank = pl.DataFrame({"refs": refs.astype(np.uint32), "lucky": lucky}).hstack(none)
    return _put(blank, linked["descriptor"], linked)


def _put(links: pl.DataFrame, places: pl.Series, new: pl.DataFrame) -> pl.DataFrame:
    return links.with_columns(links[name].scatter(places, new[name].cast(links[name].dtype)) for name in LINKS)


def relinked(
    described: pl.DataFrame, refs: Integers, usage: UsageOf, touched: Integers, edits: pl.DataFrame, before: PartOne
) -> PartOne:
    """What `part_one` gives tonight, from what it gave last night.

    `touched`: descriptors that some table uses more or less; `edits`: numbering.EDITS of all descriptors.
    """
    alive = refs > 0
    lucky = lucky_numbers(described, alive)
    last = _grown(before.links, described.height)
    other = np.flatnonzero(last["lucky"].to_numpy() != lucky)
    number = described["first17"]
    begun = pl.Series(np.union1d(touched, other))
    stirred = number.gather(begun).drop_nulls().unique()
    again = (number.is_in(stirred.implode()).fill_null(value=False)).to_numpy() & alive & ~lucky
    frame = trusted(described, np.flatnonzero(again), refs, lucky)
    fresh = _held(frame, usage(again)).select(before.held.columns)
    gone = before.held.filter(pl.col("group").is_in(stirred.implode()))
    held = _patched(before.held, stirred, fresh)
    changed = pl.concat([gone.join(fresh, on=fresh.columns, how="anti", nulls_equal=True),
                         fresh.join(gone, on=gone.columns, how="anti", nulls_equal=True)])  # fmt: skip
    few, asked = _few(described, refs, lucky, usage, edits, held, changed, stirred, begun)
    settled = frame.join(held.filter(~pl.col("contested")).select(first17="group"), on="first17", how="semi").select(
        "descriptor", group="first17", certainty=pl.lit("certain"), method=pl.lit("exact_id")
    )
    begun = pl.Series(np.unique(np.concatenate([begun.to_numpy(), np.flatnonzero(again), asked])).astype(np.uint32))
    new = pl.concat([settled, few.select(settled.columns)])
    new = begun.alias("descriptor").to_frame().join(new, on="descriptor", how="left", maintain_order="left")
    earlier = last["group"].gather(begun)
    links = _put(last.with_columns(pl.Series("refs", refs.astype(np.uint32)), pl.Series("lucky", lucky)), begun, new)
    people = pl.concat([earlier, new["group"]]).drop_nulls().unique()
    return _regrouped(described, links, lucky, usage, held, people, begun, before.groups)


def _grown(links: pl.DataFrame, height: int) -> pl.DataFrame:
    more = height - links.height
    blank = {"refs": 0, "lucky": False} | dict.fromkeys(LINKS)
    added = pl.select(pl.repeat(value, more, dtype=links.schema[name]).alias(name) for name, value in blank.items())
    return pl.concat([links, added], rechunk=True)


def _held(numbered: pl.DataFrame, usage: pl.DataFrame) -> pl.DataFrame:
    names = numbered.group_by(group="first17").agg(contested=pl.col("name_fold").n_unique() > 1)
    return holders(numbered, usage).join(names, on="group")


def _patched(frame: pl.DataFrame, gone: pl.Series, new: pl.DataFrame) -> pl.DataFrame:
    """A frame in order of group with some groups taken out and others put in."""
    stays = frame.filter(~pl.col("group").is_in(gone.implode())).set_sorted("group")
    return stays.merge_sorted(new.select(frame.columns).cast(frame.schema).sort("group"), key="group")


def _few(
    described: pl.DataFrame,
    refs: Integers,
    lucky: Mask,
    usage: UsageOf,
    edits: pl.DataFrame,
    held: pl.DataFrame,
    changed: pl.DataFrame,
    stirred: pl.Series,
    begun: pl.Series,
) -> tuple[pl.DataFrame, Integers]:
    """Links of contested and damaged numbers that may be others tonight, and which descriptors were asked."""
    alive = refs > 0
    number, name = described["first17"], described["name_fold"]
    names = changed["name_fold"].drop_nulls().unique().implode()
    renamed = name.is_in(names).fill_null(value=False).to_numpy() & alive
    contested = held.filter("contested")["group"]
    stirred_contested = contested.filter(contested.is_in(stirred.implode())).implode()
    by_name = np.flatnonzero(renamed & ~lucky)
    by_name = by_name[number.gather(by_name).is_in(contested.implode()).fill_null(value=False).to_numpy()]
    by_number = np.flatnonzero(number.is_in(stirred_contested).fill_null(value=False).to_numpy() & alive & ~lucky)
    asked = np.union1d(by_name, by_number)
    mask = np.zeros(len(refs), bool)
    mask[asked] = True
    frame = trusted(described, asked, refs, lucky)
    near = held.filter(
        pl.col("name_fold").is_in(frame["name_fold"].unique().implode())
        | pl.col("group").is_in(frame["first17"].unique().implode())
    )
    linked = link_equal_numbers(frame, usage(mask), near.drop("contested")).with_columns(method=pl.lit("exact_id"))
    reached = edits.filter(pl.col("group").is_in(changed["group"].unique().implode()))["descriptor"]
    perhaps = np.zeros(len(refs), bool)
    perhaps[reached.to_numpy()] = True
    perhaps[begun.to_numpy()] = True
    invalid = (described["number_state"] == "invalid").to_numpy() & alive
    damaged = np.flatnonzero((perhaps | renamed) & invalid)
    torn = trusted(described, damaged, refs, lucky)
    places = torn.select("descriptor").with_row_index("place")
    slips = edits.join(places, on="descriptor").select("place", "group", "slip")
    beside = held.filter(
        pl.col("group").is_in(slips["group"].unique().implode())
        | pl.col("name_fold").is_in(torn["name_fold"].unique().implode())
    )
    repaired = link_damaged_numbers(torn, beside.drop("contested"), slips).with_columns(method=pl.lit("repaired_id"))
    return pl.concat([linked, repaired.select(linked.columns)]), np.concatenate([asked, damaged])


def _regrouped(
    described: pl.DataFrame,
    links: pl.DataFrame,
    lucky: Mask,
    usage: UsageOf,
    held: pl.DataFrame,
    people: pl.Series,
    begun: pl.Series,
    groups: pl.DataFrame,
) -> PartOne:
    """Who is alone in these groups, and what the groups are; descriptors `begun` are looked at as well."""
    refs = links["refs"].to_numpy().astype(np.int64)
    inside = links["group"].is_in(people.implode()).fill_null(value=False).to_numpy() & (refs > 0)
    members = np.flatnonzero(inside)
    frame = trusted(described, members, refs, lucky).with_columns(
        links[name].gather(pl.Series(members)) for name in LINKS
    )
    told = groups_of(frame, usage(inside), held.filter(pl.col("group").is_in(people.implode())).drop("contested"))
    told = _patched(groups, people, told)
    alone = frame.select("descriptor", "method", "group", "certainty", alone=pl.col("refs").sum().over("group") == 1)
    mask = np.zeros(len(refs), bool)
    mask[begun.to_numpy()] = True
    nobody = np.flatnonzero(mask & links["group"].is_null().to_numpy() & (refs > 0))
    dead = np.flatnonzero(mask & (refs == 0))
    unlinked = np.concatenate([alone.filter("alone")["descriptor"].to_numpy(), nobody])
    # Who was alone and has company now is linked by his own number: nobody else can be a group's only reference.
    joined = alone.filter(~pl.col("alone") & (pl.col("method") == "unlinked"))["descriptor"]
    method = links["method"].scatter(joined, "exact_id").scatter(unlinked, "unlinked").scatter(dead, None)
    certainty = links["certainty"].scatter(unlinked, "certain").scatter(dead, None)
    group = links["group"].scatter(dead, None)
    return PartOne(links.with_columns(group, method, certainty), held, told, people)
