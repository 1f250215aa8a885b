"""Numbers borne under another name: does the holder have two names, or does somebody else bear the holder's number?

Nothing but the neighbourhood tells the two apart. One who bears a relative's number is mostly on record elsewhere,
under his own name and near the holder; one who was renamed, or misspelt, is not.
"""

from __future__ import annotations

import polars as pl

from transforms.link.context import KIN
from transforms.link.units import Open

NAMED_AS_HOLDER = ("equal", "lost")


def is_same() -> pl.Expr:
    """True for pairs of a unit and the holder of the valid number it bears."""
    return (pl.col("number_level") == "same").fill_null(value=False)


def is_borrowed() -> pl.Expr:
    """True for pairs of a unit and the holder of its number where the names differ."""
    return is_same() & ~pl.col("name_level").is_in(NAMED_AS_HOLDER).fill_null(value=False)


def neighbourhood(pairs: pl.DataFrame, opened: Open) -> pl.DataFrame:
    """Of each unit under another name than its number's holder: unit, close, denied. Sorted by unit.

    close: somebody else of just that name is near (same family, division or birth date), with a number or without.
    denied: some record with this number and name has a birth date that is not the number's.
    """
    bearing = pairs.filter(is_borrowed()).select("unit", "name_fold", "first17", "birth_level", holder_born="born")
    against = (pl.col("birth_level") == "other").fill_null(value=False)
    denied = bearing.with_columns(denied=against.any().over("first17", "name_fold")).select(
        "unit", "name_fold", "denied"
    )
    return (
        denied.join(_numbered_near(pairs, bearing), on="unit", how="left")
        .join(_unnumbered_near(bearing, opened), on="unit", how="left")
        .select(
            "unit",
            "denied",
            close=pl.col("numbered").fill_null(value=False) | pl.col("unnumbered").fill_null(value=False),
        )
        .sort("unit")
    )


def _numbered_near(pairs: pl.DataFrame, bearing: pl.DataFrame) -> pl.DataFrame:
    """unit, numbered: a person with a number of his own has just that name and is near."""
    others = pairs.filter((pl.col("name_level") == "equal") & ~is_same())
    kin = pl.col("kin_level").is_not_null() & (pl.col("kin_level") != "other")
    near = kin | (pl.col("division_level") == "equal") | (pl.col("born") == pl.col("holder_born"))
    return (
        others.join(bearing.select("unit", "holder_born"), on="unit")
        .group_by("unit")
        .agg(numbered=near.fill_null(value=False).any())
    )


def _unnumbered_near(bearing: pl.DataFrame, opened: Open) -> pl.DataFrame:
    """unit, unnumbered: a record of just that name with another number or none shares a family token."""
    told = opened.held.filter(pl.col("kind").is_in(KIN))
    asked = told.join(bearing.select("unit", "name_fold", "first17"), on="unit")
    loose = opened.units.filter(pl.col("first17").is_null()).select("unit", "name_fold").drop_nulls()
    there = told.filter(~pl.col("inherited")).join(loose, on="unit").select("name_fold", "kind", "token").unique()
    met = asked.join(there, on=["name_fold", "kind", "token"], how="semi").select("unit").unique()
    return met.with_columns(unnumbered=pl.lit(value=True))
