"""Weights of pairs and what follows from them: one person, another, or not to be known.

A weight is log2(m / u), in thousandths of a bit and whole, so that sums are exact in any order. u of a name, birth
date, household or division is that value's frequency in the city; among one family the model's own u, since brothers
share surname and character and twins the birth date. All people a unit may be compete, with nobody as the last:

    probability of a person = its odds / (1 + odds of all candidates + odds of all namesakes not compared)
"""

from __future__ import annotations

import math

import polars as pl

from transforms.link.blocking import CAP
from transforms.link.borrowed import is_borrowed
from transforms.link.model import FIELDS, Model

MILLIBITS = 1000
STRAY_EDIT = 0.033
"""People in use one edit away from a stranger's damaged number, on average (transforms/link/repair.py)."""
ONE_DIGIT = 18 / 35
"""Of a number's 35 possible neighbours, those one digit away."""
STRAY_SAME = 0.0015
"""Records under a family member's number."""
FAMILY_NAMESAKE = 0.001
"""A name's least frequency among one family."""

_KIN_MET = pl.col("kin_level").is_not_null() & (pl.col("kin_level") != "other")
_STRONG = ("equal", "lost", "sound", "look")


def _weight(field: str, model: Model, close: pl.Expr, frequency: dict[str, pl.Expr]) -> pl.Expr:
    """Weight of a field in thousandths of a bit: by its level, or by the frequency given for a level."""
    column = pl.col(f"{field}_level")
    chosen = pl.lit(0, pl.Int64)
    for name in FIELDS[field]:
        level = model.levels[field][name]
        plain = level.u if level.u is not None else 1.0
        fixed = pl.lit(math.log2(level.m / plain))
        if name in frequency:
            fixed = math.log2(level.m) - frequency[name].log(2.0)
        if level.kin is not None:
            fixed = pl.when(close).then(pl.lit(math.log2(level.m / level.kin))).otherwise(fixed)
        millibits = (fixed * MILLIBITS).round().cast(pl.Int64)
        chosen = pl.when(column == name).then(millibits).otherwise(chosen)
    return chosen.alias(f"{field}_weight")


def weighted(pairs: pl.DataFrame, groups: pl.DataFrame, model: Model) -> pl.DataFrame:
    """`pairs` as from levels.compared, with a weight for each field and their sum `weight` (millibits, no prior)."""
    people = max(groups.height, 1)
    named = groups.filter(pl.col("name_fold").is_in(pairs["name_fold"].unique().implode()))
    names = named.group_by("name_fold").len("namesakes")
    births = groups.group_by("birth_date").len("born_alike").rename({"birth_date": "born"})
    both = pl.struct("name_fold", "birth_date").hash().alias("both")
    born_as_well = named.drop_nulls("birth_date").select(both).group_by("both").len("born_as_well")
    counted = (
        pairs.join(names, on="name_fold", how="left", maintain_order="left")
        .join(births, on="born", how="left", maintain_order="left")
        .with_columns(both)
        .join(born_as_well, on="both", how="left", maintain_order="left")
        .drop("both")
    )

    def share(count: str) -> pl.Expr:
        return ((pl.col(count).fill_null(0) + 1) / (people + 1)).clip(upper_bound=1.0)

    family = _KIN_MET | (pl.col("number_level") == "same").fill_null(value=False)
    name = pl.when(family).then(pl.max_horizontal(share("namesakes"), pl.lit(FAMILY_NAMESAKE)))
    twins = family & pl.col("name_level").ne_missing("equal")
    number = {
        "digit": pl.lit(STRAY_EDIT * ONE_DIGIT / people),
        "swap": pl.lit(STRAY_EDIT * (1 - ONE_DIGIT) / people),
        "prefix": _with_its_prefix(pairs, groups) / (people + 1),
        "same": pl.lit(STRAY_SAME * model.found / (1 - model.found) * model.levels["number"]["same"].m / people),
    }
    scored = counted.with_columns(
        _weight("name", model, family, {"equal": name.otherwise(share("namesakes"))}),
        _weight("birth", model, twins, {"equal": share("born_alike")}),
        _weight("sex", model, pl.lit(value=False), {}),
        _weight("number", model, pl.lit(value=False), number),
        _weight("kin", model, pl.lit(value=False), {kind: share("kin_held") for kind in FIELDS["kin"][:-1]}),
        _weight("division", model, pl.lit(value=False), {"equal": share("division_held")}),
        _weight("employer", model, pl.lit(value=False), {"equal": share("employer_held")}),
    )
    # A number's neighbours mostly have its birth date: under another name the two are one piece of evidence.
    slip = pl.col("number_level").is_in(["digit", "swap", "prefix"]) & ~pl.col("name_level").is_in(_STRONG)
    same_date = slip.fill_null(value=False) & (pl.col("birth_level") == "equal").fill_null(value=False)
    birth = pl.when(same_date).then(pl.lit(0, pl.Int64)).otherwise("birth_weight").alias("birth_weight")
    return scored.with_columns(birth).with_columns(weight=pl.sum_horizontal(f"{field}_weight" for field in FIELDS))


def _with_its_prefix(pairs: pl.DataFrame, groups: pl.DataFrame) -> pl.Expr:
    """One more than the people whose number has the first fifteen digits of the pair's; asked of few pairs."""
    prefix = pl.col("group") // 100
    asked = pairs.with_row_index("pair").filter(pl.col("number_level") == "prefix").select("pair", prefix=prefix)
    people = groups.select(prefix=prefix).filter(pl.col("prefix").is_in(asked["prefix"].unique().implode()))
    counted = asked.join(people.group_by("prefix").len("people"), on="prefix", how="left", maintain_order="left")
    each = pl.repeat(0, pairs.height, dtype=pl.UInt32, eager=True)
    return pl.lit(each.scatter(counted["pair"], counted["people"].fill_null(0))) + 1


def admissible() -> pl.Expr:
    """True for pairs that may be one person at all: a name and one thing more, or the number for a weak name.

    A child with a parent's number is not the parent: another name and another birth date than the number's are enough.
    """
    number = pl.col("number_level").is_in(["digit", "swap", "prefix", "same"]).fill_null(value=False)
    born = pl.col("birth_level").is_not_null() & (pl.col("birth_level") != "other")
    where = _KIN_MET | pl.any_horizontal(
        (pl.col(f"{field}_level") == "equal").fill_null(value=False) for field in ("division", "employer")
    )
    named = pl.col("name_level").is_in(_STRONG).fill_null(value=False)
    denied = (pl.col("number_level") == "same") & (pl.col("birth_level") == "other") & ~named
    numbered = number & pl.col("name_level").is_not_null() & ~denied.fill_null(value=False)
    return numbered | (named & (born | where))


def _beyond_the_name() -> pl.Expr:
    """True where more than name, place and acquaintance speaks: number, birth date, or a family token of the own row.

    However rare a name, it never makes a link certain together with nothing but a division (domain/identity.md, C). A
    valid number that somebody else holds speaks against everybody but the holder: then only the birth date will do.
    """
    number = pl.col("number_level").is_in(["digit", "swap", "prefix", "same"]).fill_null(value=False)
    born = (pl.col("birth_level") == "equal").fill_null(value=False)
    contradicted = pl.col("first17").is_not_null()
    return number | born | (_KIN_MET & pl.col("kin_own").fill_null(value=False) & ~contradicted)


def probable(pairs: pl.DataFrame, people: int, model: Model) -> pl.DataFrame:
    """`pairs` with odds, match_weight (bits, with the prior) and match_probability; unit by unit they compete.

    Whoever else in the city has a unit's name competes too, all together: they are not compared one by one.
    """
    prior = math.log2(model.found / (1 - model.found) / max(people, 1))
    unmet = _namesakes_unmet(people, model) * 2.0**prior
    odds = pairs.sort("unit", "group").with_columns(match_weight=pl.col("weight") / MILLIBITS + prior)
    odds = odds.with_columns(odds=pl.lit(2.0) ** pl.col("match_weight").clip(upper_bound=500.0), unmet=unmet)
    all_odds = 1.0 + pl.col("unmet").fill_null(0.0) + pl.col("odds").sum().over("unit")
    return odds.with_columns(
        match_probability=(pl.col("odds") / all_odds).round(9), match_weight=pl.col("match_weight").round(3)
    ).drop("unmet")


def _namesakes_unmet(people: int, model: Model) -> pl.Expr:
    """Odds, without the prior, of all people together who have a unit's name and were not compared with it.

    Blocking would have met those who share its birth date or a token; so they do not, as far as the unit tells any.
    """
    namesakes = pl.col("namesakes").fill_null(0)
    alike = (pl.col("name_level") == "equal") & pl.col("number_level").ne_missing("same")
    unmet = (namesakes - alike.fill_null(value=False).sum().over("unit")).clip(lower_bound=0)
    odds = unmet * model.levels["name"]["equal"].m * (people + 1) / (namesakes + 1)
    for field in ("kin", "division", "employer", "birth"):
        other = model.levels[field]["other"]
        told = pl.col(f"{field}_level").is_not_null().any().over("unit")
        if field == "birth":  # a block too large was not met
            told &= pl.col("born_as_well").fill_null(0) <= CAP
        odds = odds * pl.when(told).then(other.m / (other.u or 1.0)).otherwise(1.0)
    return pl.when(namesakes > 0).then(odds)


def decided(pairs: pl.DataFrame, near: pl.DataFrame, model: Model) -> pl.DataFrame:
    """The best person of each unit, when likely enough: unit, group, certainty, match_weight, match_probability.

    `near`: borrowed.neighbourhood.
    """
    order = pairs.select(pl.arg_sort_by("unit", "match_probability", "group", descending=[False, True, False]))["unit"]
    first = pairs["unit"].gather(order).is_first_distinct()
    best = pairs[order.filter(first)].join(near, on="unit", how="left", maintain_order="left")
    following = ~first & first.shift(1, fill_value=False)
    second = pairs.select("unit", second="match_probability")[order.filter(following)]
    alike = pl.col("name_level").is_in(_STRONG).fill_null(value=False)
    another = is_borrowed() & (
        pl.col("close").fill_null(value=False) | (pl.col("denied").fill_null(value=False) & ~alike)
    )
    judged = best.filter(admissible() & (pl.col("match_probability") >= model.likely) & ~another).join(
        second, on="unit", how="left", maintain_order="left"
    )
    sure = (
        (pl.col("match_probability") >= model.certain)
        & (pl.col("second").fill_null(0.0) <= model.second)
        & _beyond_the_name()
        & ~(is_borrowed() & (pl.col("namesakes").fill_null(0) > 0))
    )
    return judged.select(
        "unit",
        "group",
        pl.when(sure).then(pl.lit("certain")).otherwise(pl.lit("likely")).alias("certainty"),
        "match_weight",
        "match_probability",
    )
