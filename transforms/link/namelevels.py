"""Comparison levels of two folded names, worked out once for each distinct pair.

equal    the same after folding                      lost     a lost character may hide the difference
sound    every differing character sounds the same   look     one character that looks alike
one      one character, of three or more             surname  only the surname
other    none of these                               null     one of the two has no name
"""

from __future__ import annotations

import polars as pl
from rapidfuzz.distance import Levenshtein

from transforms.link.characters import components, look_alike, sound_alike
from transforms.link.compare import fits, readable

NAME_LEVELS = ("equal", "lost", "sound", "look", "one", "surname", "other")
_COMPOUND = frozenset({"欧阳", "上官", "司马", "诸葛", "司徒", "皇甫", "尉迟", "慕容", "东方", "夏侯", "令狐", "公孙"})
_LONG = 3


def surname_length(name: str) -> int:
    """Characters of the surname: two for a compound one."""
    return 2 if name[:2] in _COMPOUND else 1


def name_level(one: str, other: str) -> str:
    """Level of two different folded names without lost characters; the order does not matter."""
    if len(one) == len(other):
        places = [place for place in range(len(one)) if one[place] != other[place]]
        if all(sound_alike(one[place], other[place], surname=place == 0) for place in places):
            return "sound"
        if len(places) == 1:
            place = places[0]
            if look_alike(one[place], other[place]):
                return "look"
            if len(one) >= _LONG:
                return "one"
    elif _written_apart(one, other) or _written_apart(other, one):
        return "look"
    elif min(len(one), len(other)) >= _LONG and Levenshtein.distance(one, other) == 1:
        return "one"
    length = max(surname_length(one), surname_length(other))
    return "surname" if one[:length] == other[:length] else "other"


def _written_apart(short: str, long: str) -> bool:
    """True where one character was typed as its parts: 喆 as 吉吉."""
    return len(short) < len(long) <= len(short) + 3 and any(
        short[:place] + "".join(components(short[place])) + short[place + 1 :] == long for place in range(len(short))
    )


def name_levels(pairs: pl.DataFrame, one: str, other: str, earlier: pl.DataFrame | None = None) -> pl.Series:
    """Level of each pair of names in columns `one` and `other`, as an Enum of NAME_LEVELS; null where a name is.

    `earlier`: `judged_names` of pairs compared before, which are not worked out again.
    """
    left, right = pl.col(one), pl.col(other)
    torn = (fits(left, right) & readable(right)) | (fits(right, left) & readable(left))
    known = pl.when(left.is_null() | right.is_null()).then(None).when(left == right).then(pl.lit("equal"))
    first = pairs.select(left, right, level=known.when(torn).then(pl.lit("lost")))
    asked = first.filter(pl.col("level").is_null() & left.is_not_null() & right.is_not_null())
    asked = asked.select(one, other).unique()
    told = pl.DataFrame(schema=dict.fromkeys((one, other, "judged"), pl.String))
    if earlier is not None:
        told = earlier.rename({"one": one, "other": other})
        asked = asked.join(told, on=[one, other], how="anti")
    levels = [name_level(a, b) for a, b in asked.iter_rows()]
    judged = pl.concat([told, asked.with_columns(judged=pl.Series(levels, dtype=pl.String))])
    return (
        first.join(judged, on=[one, other], how="left", maintain_order="left")
        .select(pl.coalesce("level", "judged").cast(pl.Enum(NAME_LEVELS)).alias("name_level"))
        .to_series()
    )


def judged_names(pairs: pl.DataFrame, groups: pl.DataFrame) -> pl.DataFrame:
    """one, other, judged: the distinct names compared, and their level. `pairs`: levels.compared; `groups`: people."""
    levels = pl.col("name_level").cast(pl.String)
    asked = pairs.filter(levels.is_not_null() & ~levels.is_in(["equal", "lost"]))
    people = groups.select("group", other="name_fold")
    return (
        asked.select("group", one="name_fold", judged=levels)
        .join(people, on="group")
        .select("one", "other", "judged")
        .unique()
        .sort("one", "other")
    )
