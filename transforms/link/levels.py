"""Comparison levels of each candidate pair: a small code for each field, null where one side says nothing."""

from __future__ import annotations

import polars as pl

from transforms.link.context import KIN, KINDS
from transforms.link.model import FIELDS
from transforms.link.namelevels import name_levels
from transforms.link.units import Open

LUNAR_WINDOW = (15, 55)
"""Days by which the lunar birthday, written as a solar date, comes before the solar one."""


def compared(
    pairs: pl.DataFrame, opened: Open, groups: pl.DataFrame, names: pl.DataFrame | None = None
) -> pl.DataFrame:
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
        name_levels(both, "name_fold", "their_name", names).alias("name_level"),
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
    written = [
        date.dt.year() * 10_000 + date.dt.month().cast(pl.Int32) * 100 + date.dt.day().cast(pl.Int32)
        for date in (own, theirs)
    ]
    digits = [[number // 10**place % 10 for place in range(8)] for number in written]
    differing = pl.sum_horizontal(one != other for one, other in zip(*digits, strict=True))
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
    kind, of_whom = pl.col("kind"), pl.struct("group", "token").hash()
    field = pl.when(kind.is_in(KIN)).then(pl.lit("kin")).otherwise(kind.cast(pl.String))
    told = (
        opened.held.join(opened.shared.group_by("token").len("held"), on="token")
        # The rarest value speaks, of equals the kind that comes first.
        .with_columns(field=field, rank=pl.col("held").cast(pl.UInt64) * len(KINDS) + kind.to_physical())
    )
    met = (
        told.join(both.select("unit", "group").with_row_index("pair"), on="unit")
        .filter(of_whom.is_in(opened.shared.select(of_whom).to_series().implode()))
        .group_by("field", "pair")
        .agg(pl.col("rank").min(), own=(~pl.col("inherited")).any())
    )
    columns = []
    for name in ("kin", "division", "employer"):
        found = met.filter(pl.col("field") == name)
        asked = told.filter(pl.col("field") == name)["unit"].unique()
        level = pl.when(pl.col("unit").is_in(asked.implode())).then(pl.lit("other"))
        levels = both.select(level.cast(pl.Enum(FIELDS[name]))).to_series()
        kinds = pl.Series(KINDS).gather(found["rank"] % len(KINDS)) if name == "kin" else "equal"
        held = pl.repeat(None, both.height, dtype=pl.UInt32, eager=True)
        if name == "kin":
            own = pl.repeat(None, both.height, dtype=pl.Boolean, eager=True)
            columns.append(own.scatter(found.filter("own")["pair"], True).alias("kin_own"))
        columns.append(held.scatter(found["pair"], found["rank"] // len(KINDS)).alias(f"{name}_held"))
        columns.append(levels.scatter(found["pair"], kinds).alias(f"{name}_level"))
    return both.with_columns(columns)
