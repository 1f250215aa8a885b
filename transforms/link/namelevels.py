"""Comparison levels of two folded names, worked out once for each distinct pair.

equal    the same after folding                      lost     a lost character may hide the difference
sound    every differing character sounds the same   look     every differing one looks or sounds alike, and one
                                                              at least is the same
one      one character of three or more, or a long   surname  only the surname, both characters of a compound one
         name cut short by a column or its last part
other    none of these                               null     one of the two has no name
"""

from __future__ import annotations

import polars as pl
from rapidfuzz.distance import Levenshtein

from transforms.link.characters import components, look_alike, name_readings, names_sound_alike
from transforms.link.compare import fits, readable
from transforms.link.surnames import split_name

NAME_LEVELS = ("equal", "lost", "sound", "look", "one", "surname", "other")
_LONG = 3
_CUT = 5
"""Characters of a name with parts (阿卜杜拉·买买提): no Han name is so long, with the rarest exceptions."""


def name_level(one: str, other: str) -> str:
    """Level of two different folded names without lost characters; the order does not matter."""
    if one[0] != other[0] and one[-1] != other[-1] and _nothing_alike(one, other):
        return "other"
    if len(one) == len(other):
        if names_sound_alike(one, other):
            return "sound"
        places = [place for place in range(len(one)) if one[place] != other[place]]
        heard, read = name_readings(one), name_readings(other)
        alike = all(look_alike(one[place], other[place]) or heard[place] & read[place] for place in places)
        if alike and len(places) <= max(1, len(one) - 1):
            return "look"
        if len(places) == 1 and len(one) >= _LONG:
            return "one"
    elif _written_apart(one, other) or _written_apart(other, one):
        return "look"
    elif _one_too_many(one, other) or _cut_short(one, other):
        return "one"
    surname, theirs = split_name(one)[0], split_name(other)[0]
    return "surname" if surname == theirs else "other"


def _nothing_alike(one: str, other: str) -> bool:
    """True where neither a slip nor a sound joins two names of other first and last characters: nearly all pairs."""
    if min(len(one), len(other)) == 1:
        return False
    if len(one) != len(other):
        return True
    heard = name_readings(one)[0] & name_readings(other)[0]
    return not heard and all(mine != theirs for mine, theirs in zip(one[1:-1], other[1:-1], strict=True))


def _one_too_many(one: str, other: str) -> bool:
    return min(len(one), len(other)) >= _LONG and Levenshtein.distance(one, other) == 1


def _cut_short(one: str, other: str) -> bool:
    """True where one is the beginning of the other: a column too short, or the father's name left out."""
    short, long = sorted((one, other), key=len)
    return len(short) >= _LONG and len(long) >= _CUT and long.startswith(short)


def _written_apart(short: str, long: str) -> bool:
    """True where one character was typed as its parts: 喆 as 吉吉."""
    return len(short) < len(long) <= len(short) + 3 and any(
        short[:place] + "".join(components(short[place])) + short[place + 1 :] == long for place in range(len(short))
    )


def name_levels(pairs: pl.DataFrame, one: str, other: str, earlier: pl.DataFrame | None = None) -> pl.Series:
    """Level of each pair of names in columns `one` and `other`, as an Enum of NAME_LEVELS; null where a name is.

    `earlier`: `judged_names` of pairs compared before, which are not worked out again.
    """
    both = pl.struct("one", "other").hash().alias("both")
    names = pairs.select(one=one, other=other).with_row_index("pair")
    same = names.select(pl.when(pl.col("one") == pl.col("other")).then(pl.lit("equal", pl.Enum(NAME_LEVELS))))
    differing = names.filter(pl.col("one") != pl.col("other")).with_columns(both)
    asked = differing.unique("both", keep="first", maintain_order=True).drop("pair")
    told = pl.DataFrame(schema={"both": pl.UInt64, "judged": pl.String})
    if earlier is not None:
        told = earlier.select(both, "judged")
        asked = asked.filter(~pl.col("both").is_in(told["both"].implode()))
    judged = pl.concat([told, asked.select("both", _judged(asked))])
    levels = differing.join(judged, on="both", how="left", maintain_order="left")["judged"]
    return same.to_series().scatter(differing["pair"], levels).alias("name_level")


def _judged(asked: pl.DataFrame) -> pl.Series:
    """`judged`: the level of each pair of different names (one, other)."""
    one, other = pl.col("one"), pl.col("other")
    torn = (fits(one, other) & readable(other)) | (fits(other, one) & readable(one))
    lost = pl.when(~readable(one) | ~readable(other)).then(pl.when(torn).then(pl.lit("lost")))
    first = asked.select(lost.fill_null(pl.when(_plainly_other(one, other)).then(pl.lit("other"))).alias("judged"))
    closely = first["judged"].is_null()
    levels = [name_level(a, b) for a, b in asked.filter(closely).select("one", "other").iter_rows()]
    return first["judged"].scatter(closely.arg_true(), levels)


def _plainly_other(left: pl.Expr, right: pl.Expr) -> pl.Expr:
    """True for many of the pairs that `name_level` calls other at once: unlike at both ends, and of other lengths."""
    lengths = [name.str.len_chars() for name in (left, right)]
    ends = [[name.str.slice(place, 1) for name in (left, right)] for place in (0, -1)]
    unlike = pl.all_horizontal(one != other for one, other in ends)
    return unlike & (lengths[0] != lengths[1]) & (pl.min_horizontal(lengths) > 1)


def judged_names(pairs: pl.DataFrame, groups: pl.DataFrame) -> pl.DataFrame:
    """one, other, judged: the distinct names compared, and their level; in the order they were first met.

    `pairs`: levels.compared; `groups`: people.
    """
    levels = pl.col("name_level").cast(pl.String)
    asked = pairs.filter(levels.is_not_null() & ~levels.is_in(["equal", "lost"]))
    people = groups.select("group", other="name_fold")
    return (
        asked.select("group", one="name_fold", judged=levels)
        .join(people, on="group", maintain_order="left")
        .with_columns(pl.struct("one", "other").hash().alias("both"))
        .unique("both", keep="first", maintain_order=True)
        .select("one", "other", "judged")
    )
