"""One row for each person, in both worlds."""

from __future__ import annotations

import polars as pl

from schemas.facts import PERSON
from transforms.link.crosswalk import Keys
from transforms.link.linking import Linked
from transforms.link.number import number18


def persons(
    linked: Linked, keys: Keys, before: pl.DataFrame | None = None, renewed: pl.Series | None = None
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """(people, those who are there besides when likely links are not believed), schemas.facts.PERSON by person_key.

    A person with a number has the number's birth date and sex, and the holder's name as stored in most tables. One
    who stands alone has what the record says; a valid number that somebody else holds is not that person's.

    `before`: last night's people; `renewed`: groups of which part one says something else than it did then.
    """
    described = linked.descriptors.select("descriptor", "name", "sex", "birth_date")
    own = keys.singles.join(described, on="descriptor").with_columns(id_number=pl.lit(None, pl.String))
    alone, apart = (
        own.filter(which).select(*PERSON.columns).sort("person_key")
        for which in (pl.col("group").is_null(), pl.col("group").is_not_null())
    )
    if before is None or renewed is None:
        return _people(linked.groups.join(keys.groups, on="group")).merge_sorted(alone, key="person_key"), apart
    # By number: a number's key stays for ever, and numbers are sought faster than keys. All others are made anew.
    of = before.select(group=pl.col("id_number").str.slice(0, 17).cast(pl.Int64))["group"]
    stays = (of.is_in(_of_numbers(linked, keys).implode()) & ~of.is_in(renewed.implode())).fill_null(value=False)
    new = keys.groups.filter(~pl.col("group").is_in(of.filter(stays).implode()))
    added = linked.groups.filter(pl.col("group").is_in(new["group"].implode())).join(new, on="group")
    more = pl.concat([_people(added), alone]).sort("person_key")
    known = before.filter(stays).select(*PERSON.columns).set_sorted("person_key")
    return known.merge_sorted(more, key="person_key"), apart


def _people(groups: pl.DataFrame) -> pl.DataFrame:
    number = pl.when(pl.col("group") >= 0).then(number18(pl.col("group")))
    return groups.with_columns(id_number=number).select(*PERSON.columns).sort("person_key")


def _of_numbers(linked: Linked, keys: Keys) -> pl.Series:
    """Tonight's people with a number: not those that a judgement made one with another."""
    groups = keys.groups["group"]
    if linked.merged is None or linked.merged.is_empty():
        return groups
    return groups.filter(~groups.is_in(linked.merged["group"].unique().implode()))
