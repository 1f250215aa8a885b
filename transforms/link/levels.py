"""Comparison levels of each candidate pair: a small code for each field, null where one side says nothing."""

from __future__ import annotations

import polars as pl

from transforms.link.context import KIN
from transforms.link.model import FIELDS
from transforms.link.namelevels import name_levels
from transforms.link.units import Open

LUNAR_WINDOW = (15, 55)
"""Days by which the lunar birthday, written as a solar date, comes before the solar one."""


def compared(pairs: pl.DataFrame, opened: Open, groups: pl.DataFrame) -> pl.DataFrame:
    """`pairs` (blocking.PAIRS) with name_fold, name_level, born (the person's birth date), birth_level, sex_level,
    number_level, kin_level, division_level, employer_level, and the counts that frequencies are made of:
    kin_held, division_held, employer_held (people who share the value); kin_own: the family token is of the own row.
    """
    units = opened.units.select("unit", "name_fold", "birth_date", "sex", "id_number", "first17")
    people = groups.select("group", their_name="name_fold", born="birth_date", gender="sex")
    both = pairs.join(units, on="unit", how="left", maintain_order="left").join(
        people, on="group", how="left", maintain_order="left"
    )
    both = both.with_columns(
        name_levels(both, "name_fold", "their_name").alias("name_level"),
        birth_level().cast(pl.Enum(FIELDS["birth"])).alias("birth_level"),
        _equal("sex", "gender").cast(pl.Enum(FIELDS["sex"])).alias("sex_level"),
        pl.when(pl.col("number_level").is_null() & pl.col("id_number").is_not_null() & pl.col("first17").is_null())
        .then(pl.lit("other"))
        .otherwise("number_level")
        .cast(pl.Enum(FIELDS["number"]))
        .alias("number_level"),
    )
    # Who bears the number may well live with its holder: household and division say nothing of who it is.
    same = (pl.col("number_level") == "same").fill_null(value=False)
    placed = _with_context(both, opened).with_columns(pl.when(~same).then(pl.col("kin_level", "division_level")))
    return placed.drop("their_name", "gender", "id_number", "sex")


def _equal(own: str, theirs: str) -> pl.Expr:
    known = pl.col(own).is_not_null() & pl.col(theirs).is_not_null()
    return pl.when(known).then(pl.when(pl.col(own) == pl.col(theirs)).then(pl.lit("equal")).otherwise(pl.lit("other")))


def birth_level() -> pl.Expr:
    """Level of own birth date against the person's: the own one may be mistyped, or lunar."""
    own, theirs = pl.col("birth_date"), pl.col("born")
    digits = [date.dt.strftime("%Y%m%d") for date in (own, theirs)]
    differing = pl.sum_horizontal((digits[0].str.slice(p, 1) != digits[1].str.slice(p, 1)) for p in range(8))
    swapped = (
        (own.dt.year() == theirs.dt.year())
        & (own.dt.month() == theirs.dt.day().cast(pl.Int8))
        & (own.dt.day() == theirs.dt.month())
    )
    days = (own - theirs).dt.total_days().abs()
    return (
        pl.when(own.is_null() | theirs.is_null())
        .then(None)
        .when(own == theirs)
        .then(pl.lit("equal"))
        .when(swapped)
        .then(pl.lit("swapped"))
        .when(differing == 1)
        .then(pl.lit("digit"))
        .when(days.is_between(*LUNAR_WINDOW))
        .then(pl.lit("lunar"))
        .otherwise(pl.lit("other"))
    )


def _with_context(both: pl.DataFrame, opened: Open) -> pl.DataFrame:
    """Add the levels of family, division and employer, with how many people share the value."""
    sizes = opened.shared.group_by("kind", "token").len("held")
    told = opened.held.join(sizes, on=["kind", "token"])
    field = pl.when(pl.col("kind").is_in(KIN)).then(pl.lit("kin")).otherwise(pl.col("kind").cast(pl.String))
    told = told.with_columns(field=field)
    met = (
        told.join(both.select("unit", "group"), on="unit")
        .join(opened.shared, on=["group", "kind", "token"], how="semi")
        .sort("unit", "group", "field", "held", "kind")
        .with_columns(own=(~pl.col("inherited")).any().over("unit", "group", "field"))
        .unique(["unit", "group", "field"], keep="first", maintain_order=True)
    )
    for name in ("kin", "division", "employer"):
        level = pl.col("kind").cast(pl.String) if name == "kin" else pl.lit("equal")
        agreeing = met.filter(pl.col("field") == name).select("unit", "group", level.alias("met"), pl.col("held"))
        asked = told.filter(pl.col("field") == name).select("unit", asked=pl.lit(value=True)).unique()
        if name == "kin":
            own = met.filter((pl.col("field") == name) & pl.col("own")).select(
                "unit", "group", kin_own=pl.lit(value=True)
            )
            both = both.join(own, on=["unit", "group"], how="left", maintain_order="left")
        both = (
            both.join(agreeing, on=["unit", "group"], how="left", maintain_order="left")
            .join(asked, on="unit", how="left", maintain_order="left")
            .with_columns(
                pl.coalesce("met", pl.when("asked").then(pl.lit("other")))
                .cast(pl.Enum(FIELDS[name]))
                .alias(f"{name}_level")
            )
            .rename({"held": f"{name}_held"})
            .drop("met", "asked")
        )
    return both
