"""How two folded names compare. Only for names that something else (a number) already brings together.

Han names are two or three characters long, so one differing character is a third or half of the name; brothers
often share surname and generation character. Hence three grades and no score:

    same    equal, or equal as far as lost characters can be read ('张?' and '张㼆')
    near    one character wrong with at least two right ones in place, one character too many or too few in names of
            three and more, or a name of five and more cut short after three: a column's limit, or the father's name
            left out (阿卜杜拉·买买提). Of a two-character name nothing is near.
    other   everything else
    unknown one of the two is empty
"""

from __future__ import annotations

import numpy as np
import polars as pl
from rapidfuzz import process
from rapidfuzz.distance import Levenshtein

from transforms.link.normalise import WILDCARD

GRADES = ("same", "near", "other", "unknown")
LONGEST_LOST = 2
"""A lost character may hide a run of up to two: runs of marks are one wildcard in the key."""


def readable(fold: pl.Expr) -> pl.Expr:
    """True where the name has no lost character."""
    return ~fold.str.contains(WILDCARD, literal=True)


def fits(torn: pl.Expr, whole: pl.Expr) -> pl.Expr:
    """True where `torn`, with one lost place, may be read as `whole`; at least one character must be there to read."""
    parts = torn.str.splitn(WILDCARD, 2)
    head, tail = parts.struct.field("field_0"), parts.struct.field("field_1")
    read = head.str.len_chars().cast(pl.Int64) + tail.str.len_chars().cast(pl.Int64)
    lost = whole.str.len_chars().cast(pl.Int64) - read
    one_place = torn.str.count_matches(WILDCARD, literal=True) == 1
    within = one_place & (read >= 1) & lost.is_between(1, LONGEST_LOST)
    return within & whole.str.starts_with(head) & whole.str.ends_with(tail)


def _near(left: pl.Series, right: pl.Series) -> pl.Series:
    """True for pairs one character apart, or one cut short, as the module docstring says."""
    one, other = left.fill_null("").to_list(), right.fill_null("").to_list()
    if not one:
        return pl.Series("near", [], dtype=pl.Boolean)
    edits = process.cpdist(one, other, scorer=Levenshtein.distance, dtype=np.uint8)
    lengths = pl.DataFrame({"one": left, "other": right}).select(
        short=pl.min_horizontal(pl.all().str.len_chars()),
        long=pl.max_horizontal(pl.all().str.len_chars()),
        cut=pl.col("one").str.starts_with(pl.col("other")) | pl.col("other").str.starts_with(pl.col("one")),
    )
    return (
        lengths.with_columns(edits=pl.Series(edits))
        .select(
            near=((pl.col("edits") == 1) & (pl.col("short") >= 3))
            | (pl.col("cut") & (pl.col("short") >= 3) & (pl.col("long") >= 5)),
        )["near"]
        .fill_null(value=False)
    )


def grade(left: pl.Series, right: pl.Series) -> pl.Series:
    """Grade of each pair of folded names, as an Enum of GRADES; the order of the two does not matter."""
    one, other = pl.col("one"), pl.col("other")
    torn = (fits(one, other) & readable(other)) | (fits(other, one) & readable(one))
    return (
        pl.DataFrame({"one": left, "other": right, "near": _near(left, right)})
        .select(
            pl.when(one.is_null() | other.is_null())
            .then(pl.lit("unknown"))
            .when((one == other) | torn)
            .then(pl.lit("same"))
            .when(pl.col("near"))
            .then(pl.lit("near"))
            .otherwise(pl.lit("other"))
            .cast(pl.Enum(GRADES))
            .alias("grade")
        )
        .to_series()
    )


def shares_a_place(left: pl.Expr, right: pl.Expr) -> pl.Expr:
    """True where the two names have the same first or the same last character."""
    return (left.str.slice(0, 1) == right.str.slice(0, 1)) | (left.str.slice(-1) == right.str.slice(-1))
