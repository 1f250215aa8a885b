"""One row for each person, in both worlds."""

from __future__ import annotations

import polars as pl

from schemas.facts import PERSON
from transforms.link.crosswalk import Keys
from transforms.link.linking import Linked


def persons(
    linked: Linked, keys: Keys, before: pl.DataFrame | None = None, renewed: pl.Series | None = None
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """(people, people when likely links stand alone), columns of schemas.facts.PERSON, sorted by person_key.

    A person with a number has the number's birth date and sex, and the holder's name as stored in most tables. One
    who stands alone has what the record says; a valid number that somebody else holds is not that person's.

    `before`: last night's people; `renewed`: groups of which part one says something else than it did then.
    """
    numbered = _numbered(linked, keys, before, renewed)
    described = linked.descriptors.select("descriptor", "name", "sex", "birth_date")
    own = keys.singles.join(described, on="descriptor").with_columns(id_number=pl.lit(None, pl.String))
    alone = own.filter(pl.col("group").is_null()).select(*PERSON.columns)
    both = (alone, own.select(*PERSON.columns))
    one, other = (numbered.merge_sorted(some.sort("person_key"), key="person_key") for some in both)
    return one, other


def _numbered(linked: Linked, keys: Keys, before: pl.DataFrame | None, renewed: pl.Series | None) -> pl.DataFrame:
    """People with a number and clusters, sorted by person_key; whom nothing changed is taken over from last night."""
    if before is None or renewed is None:
        return linked.groups.join(keys.groups, on="group").select(*PERSON.columns).sort("person_key")
    # By number: a number's key stays for ever, and numbers are sought faster than keys.
    known = before.filter(pl.col("id_number").is_not_null())
    of = known.select(group=pl.col("id_number").str.slice(0, 17).cast(pl.Int64))["group"]
    stays = of.is_in(_of_numbers(linked, keys).implode()) & ~of.is_in(renewed.implode())
    new = keys.groups.filter(~pl.col("group").is_in(of.filter(stays).implode()))
    added = linked.groups.filter(pl.col("group").is_in(new["group"].implode())).join(new, on="group")
    return (
        known.filter(stays)
        .set_sorted("person_key")
        .merge_sorted(added.select(*PERSON.columns).sort("person_key"), key="person_key")
    )


def _of_numbers(linked: Linked, keys: Keys) -> pl.Series:
    """Tonight's people with a number: not those that a judgement made one with another."""
    groups = keys.groups["group"]
    if linked.merged is None or linked.merged.is_empty():
        return groups
    return groups.filter(~groups.is_in(linked.merged["group"].unique().implode()))
