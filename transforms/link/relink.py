"""Part one of linking from last night's: numbers that are new, gone or borne otherwise are linked again.

The functions are the same. What a descriptor's link hangs on: whether its number is taken for one (untrusted.py, asked
of all again); all descriptors of its number and how often which table uses them; of a number that several names use,
also whether another holder of such a name is near; of a damaged number, who holds the numbers one edit away. The last
two are few and are done again every night. All else stands as it was, where no table uses a descriptor of the number
more or less than last night.
"""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

from transforms.link.carry import Integers
from transforms.link.descriptors import DESCRIBING, Descriptors, read
from transforms.link.exact import holders, link_equal_numbers
from transforms.link.linking import CERTAINTIES, METHODS, Linked, groups_of, linked_to
from transforms.link.number import usable
from transforms.link.repair import link_damaged_numbers, neighbours
from transforms.link.untrusted import without_lucky_numbers

_LINKS = ("group", "certainty", "method", "match_weight", "match_probability")


@dataclass(frozen=True, slots=True)
class PartOne:
    """`linked`: as linking.link gives it. `held`: exact.holders, and `contested`: not all who use the number bear the
    holder's name.
    """

    linked: Linked
    held: pl.DataFrame


def part_one(descriptors: Descriptors) -> PartOne:
    """Link all descriptors, and keep what the next night needs."""
    trusted = Descriptors(without_lucky_numbers(descriptors.frame), descriptors.usage)
    held = _held(trusted.frame.filter(pl.col("first17").is_not_null()), trusted.usage)
    return PartOne(linked_to(trusted, held.drop("contested")), held)


def known_descriptors(before: PartOne) -> pl.DataFrame:
    """The descriptors as they went into `part_one` (descriptors.Descriptors.frame): lucky numbers are read again."""
    frame = before.linked.descriptors.drop(*_LINKS)
    lucky = frame.filter(usable() & pl.col("first17").is_null())
    if lucky.is_empty():
        return frame
    again = read(lucky.select("descriptor", *DESCRIBING, "refs"))
    told = ("first17", "number_birth", "number_sex")
    return frame.with_columns(frame[name].scatter(again["descriptor"], again[name]) for name in told)


def relinked(descriptors: Descriptors, was: Integers, touched: Integers, before: PartOne) -> PartOne:
    """What `part_one` would give tonight, from what it gave last night.

    `was`, `touched`: as in renumber.Renumbered.
    """
    frame, usage = without_lucky_numbers(descriptors.frame), descriptors.usage
    last = before.linked.descriptors
    gone, new = pl.Series(touched), pl.Series(was < 0)
    place = pl.Series(was.clip(min=0)).cast(pl.UInt32)
    earlier = last["group"].gather(place) if last.height else pl.repeat(None, frame.height, dtype=pl.Int64, eager=True)
    read_as = last["first17"].gather(place) if last.height else earlier
    other = new | frame["first17"].ne_missing(read_as)
    stirred_numbers = [last["first17"].gather(gone), frame["first17"].filter(other), read_as.filter(other & ~new)]
    numbers = pl.concat(stirred_numbers).drop_nulls().unique()
    again = frame.filter(pl.col("first17").is_in(numbers.implode()))
    held = pl.concat(
        [
            before.held.filter(~pl.col("group").is_in(numbers.implode())),
            _held(again, usage.join(again.select("descriptor"), on="descriptor", how="semi")),
        ]
    )
    linked = _joined(frame, _few(frame, usage, held), held)
    moved = new | linked["group"].ne_missing(earlier)
    groups = [numbers, linked["group"].filter(moved), last["group"].gather(gone), earlier.filter(moved & ~new)]
    stirred = pl.concat(groups).drop_nulls().unique()
    inside = pl.col("group").is_in(stirred.implode())
    members = linked.filter(inside)
    used = usage.join(members.select("descriptor"), on="descriptor", how="semi")
    people = groups_of(members, used, held.filter(inside).drop("contested"))
    people = pl.concat([before.linked.groups.filter(~inside), people]).sort("group")
    return PartOne(Linked(linked, people, usage), held)


def _held(numbered: pl.DataFrame, usage: pl.DataFrame) -> pl.DataFrame:
    names = numbered.group_by(group="first17").agg(contested=pl.col("name_fold").n_unique() > 1)
    return holders(numbered, usage).join(names, on="group")


def _few(frame: pl.DataFrame, usage: pl.DataFrame, held: pl.DataFrame) -> pl.DataFrame:
    """descriptor, group, certainty, method of contested and damaged numbers."""
    contested = held.filter("contested")["group"]
    asked = frame.filter(pl.col("first17").is_in(contested.implode()))
    near = held.filter(pl.col("contested") | pl.col("name_fold").is_in(asked["name_fold"].unique().implode()))
    used = usage.join(asked.select("descriptor"), on="descriptor", how="semi")
    damaged = frame.filter(pl.col("number_state") == "invalid")
    edits = neighbours(damaged["id_number"])
    names = damaged["name_fold"].unique()
    beside = held.filter(
        pl.col("group").is_in(edits["group"].unique().implode()) | pl.col("name_fold").is_in(names.implode())
    )
    return pl.concat(
        [
            link_equal_numbers(asked, used, near.drop("contested")).with_columns(method=pl.lit("exact_id")),
            link_damaged_numbers(damaged, beside.drop("contested"), edits).with_columns(method=pl.lit("repaired_id")),
        ]
    )


def _joined(frame: pl.DataFrame, few: pl.DataFrame, held: pl.DataFrame) -> pl.DataFrame:
    """linking.Linked.descriptors: numbers that one name uses are its bearer's, and `few` say the rest."""
    contested = held.filter("contested")["group"].implode()
    plain = pl.col("first17").is_not_null() & ~pl.col("first17").is_in(contested)
    joined = frame.join(few, on="descriptor", how="left", maintain_order="left").with_columns(
        group=pl.when(plain).then("first17").otherwise("group"),
        method=pl.when(plain).then(pl.lit("exact_id")).otherwise("method"),
        certainty=pl.when(plain).then(pl.lit("certain")).otherwise("certainty"),
    )
    # Alone is who is his number's only reference.
    alone = pl.col("group").is_null() | ((pl.col("refs") == 1) & pl.col("group").is_unique())
    return joined.with_columns(
        method=pl.when(alone).then(pl.lit("unlinked")).otherwise("method").cast(pl.Enum(METHODS)),
        certainty=pl.when(alone).then(pl.lit("certain")).otherwise("certainty").cast(pl.Enum(CERTAINTIES)),
        match_weight=pl.lit(None, pl.Float64),
        match_probability=pl.lit(None, pl.Float64),
    ).select(*frame.columns, *_LINKS)
