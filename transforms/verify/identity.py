"""Who the people of a request are among last night's people, by the night's own steps for equal and damaged numbers.

Certainty is kept: what is only likely may support no finding (docs/decisions/0004), and a person who is nobody's match
stands alone under a key of the request, with nothing found.
"""

from __future__ import annotations

import polars as pl

from transforms.link.exact import link_equal_numbers
from transforms.link.normalise import name_folds, name_keys
from transforms.link.number import area, read_numbers, usable
from transforms.link.repair import link_damaged_numbers

OWN = "申请:"
"""Begins the key of a person whom only the request knows; no minted key begins so."""
_TABLE = "request.request_members"


def identify(members: pl.DataFrame, people: pl.DataFrame, known: pl.DataFrame) -> pl.DataFrame:
    """`members` (transforms/verify/request.py) with person_key, apart_key, certainty and holder_key.

    certainty: certain, likely, or null for nobody found; person_key is then the row's own. apart_key: the person when
    likely links are not believed. holder_key: who uses the number in last night's data, if anybody.
    people: schemas.facts.PERSON. known: household_no, person_key of last night's members; a member without a usable
    number who bears the name of exactly one of them is likely that one. No two rows of a household are one person.
    """
    held = _held(people)
    described = members.select(
        pl.col("line").alias("descriptor"),
        "request_no",
        *("household_no", "first17", "number_state", "id_number", "sex", "birth_date"),
        *("number_birth", "number_sex"),
        name_fold=name_folds(name_keys(members["name"])),
    )
    usage = described.select("descriptor", table_key=pl.lit(_TABLE), refs=pl.lit(1, pl.UInt32))
    in_use = described.join(held.select(first17="group"), on="first17", how="semi")
    found = (
        pl.concat(
            [
                _typed(link_equal_numbers(in_use, usage, held.drop("person_key"))),
                _typed(link_damaged_numbers(described, held.drop("person_key"))),
            ]
        )
        .join(held.select("group", "person_key"), on="group")
        .drop("group")
    )
    open_ones = described.filter(~usable()).join(found, on="descriptor", how="anti")
    found = pl.concat([found, _by_name(open_ones, people, known).select(found.columns)])
    found = _one_each(found, described)
    own = pl.lit(OWN) + pl.col("request_no") + "#" + pl.col("line").cast(pl.String)
    return (
        members.join(found.rename({"descriptor": "line"}), on="line", how="left", maintain_order="left")
        .join(held.select("first17", holder_key="person_key"), on="first17", how="left", maintain_order="left")
        .with_columns(
            person_key=pl.coalesce("person_key", own),
            apart_key=pl.when(pl.col("certainty") == "certain").then("person_key").otherwise(own),
        )
    )


def _one_each(found: pl.DataFrame, described: pl.DataFrame) -> pl.DataFrame:
    """Of several rows of one household that lead to one person, the surest alone; of two equally sure ones none.

    Two rows are two people. If both were this one, what the unsure row signed would open what the sure one did not.
    """
    rank = (pl.col("certainty") != "certain").cast(pl.Int8) * 2 + (pl.col("number_state") != "valid").cast(pl.Int8)
    ranked = found.join(described.select("descriptor", "request_no", "number_state"), on="descriptor")
    ranked = ranked.with_columns(rank=rank)
    best = ranked.filter(pl.col("rank") == pl.col("rank").min().over("request_no", "person_key"))
    return best.filter(pl.len().over("request_no", "person_key") == 1).select(found.columns)


def _typed(found: pl.DataFrame) -> pl.DataFrame:
    return found.select(
        pl.col("descriptor").cast(pl.Int64), pl.col("group").cast(pl.Int64), pl.col("certainty").cast(pl.String)
    )


def _held(people: pl.DataFrame) -> pl.DataFrame:
    """Holders of valid numbers as transforms/link/exact.py has them, with person_key. Grain: a number."""
    numbers = read_numbers(people["id_number"])
    named = people.select("person_key", name_fold=name_folds(name_keys(people["name"])))
    return (
        pl.concat([named, numbers], how="horizontal")
        .filter(usable())
        .sort("first17", "person_key")
        .unique("first17", keep="first", maintain_order=True)
        .select(
            pl.col("first17").alias("group"),
            "first17",
            "name_fold",
            pl.lit(value=True).alias("known"),
            area(pl.col("first17")).alias("area"),
            "number_birth",
            "number_sex",
            "person_key",
        )
    )


def _by_name(open_ones: pl.DataFrame, people: pl.DataFrame, known: pl.DataFrame) -> pl.DataFrame:
    """Rows without a usable number: likely the one person of that name in the household, or of that name and birthday.

    A sex that differs speaks against it; two candidates are none.
    """
    named = people.select("person_key", "birth_date", name_fold=name_folds(name_keys(people["name"])), other="sex")
    homes = known.join(named, on="person_key").unique()
    alike = pl.col("sex").is_null() | pl.col("other").is_null() | (pl.col("sex") == pl.col("other"))
    at_home = open_ones.join(homes.drop("birth_date"), on=["household_no", "name_fold"]).filter(alike)
    born = open_ones.filter(pl.col("birth_date").is_not_null() & pl.col("name_fold").is_not_null())
    by_birth = born.join(named, on=["name_fold", "birth_date"]).filter(alike)
    both = pl.concat([found.select("descriptor", "person_key") for found in (at_home, by_birth)]).unique()
    return both.filter(pl.len().over("descriptor") == 1).with_columns(certainty=pl.lit("likely"))
