"""Citizen ID numbers for invented people (GB 11643): valid in form, under division prefixes that belong to nobody."""

from __future__ import annotations

import numpy as np
import polars as pl

from transforms.sample.draw import Ints

_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECKS = "10X98765432"


def calendar_digits(days: Ints) -> Ints:
    """Days as whole numbers of the form yyyymmdd."""
    moments = days.astype("datetime64[D]")
    months = moments.astype("datetime64[M]")
    years = months.astype("datetime64[Y]").astype(np.int64) + 1970
    month = months.astype(np.int64) % 12 + 1
    day = (moments - months.astype("datetime64[D]")).astype(np.int64) + 1
    digits: Ints = years * 10_000 + month * 100 + day
    return digits


def with_check(first_seventeen: Ints) -> pl.Series:
    """18-character numbers: seventeen digits and their check character."""
    total = np.zeros(len(first_seventeen), dtype=np.int64)
    rest = first_seventeen.copy()
    for weight in reversed(_WEIGHTS):
        total += weight * (rest % 10)
        rest //= 10
    digits = pl.Series(first_seventeen).cast(pl.String)
    return digits + pl.Series(list(_CHECKS)).gather(pl.Series(total % 11))


def seventeen(prefix: Ints, birth: Ints, sequence: Ints) -> Ints:
    """The first seventeen digits as one whole number."""
    return prefix * 10**11 + calendar_digits(birth) * 1000 + sequence


def sequences(rng: np.random.Generator, prefix: Ints, birth: Ints, sex: Ints) -> Ints:
    """Sequence numbers, odd for men, that keep (prefix, birth, sequence) unique.

    Within a prefix, birthday and sex the k-th person gets the k-th place of a walk through all 500 numbers (137 and
    500 have no common factor), begun anywhere, so numbers look drawn and never meet. More than 500 raise ValueError.
    """
    group = (prefix * 100_000 + birth + 50_000) * 2 + sex
    order = np.argsort(group, kind="stable")
    ranked = group[order]
    starts = np.flatnonzero(np.r_[True, ranked[1:] != ranked[:-1]])
    sizes = np.diff(np.r_[starts, len(ranked)])
    if sizes.max(initial=0) > 500:
        raise ValueError("more than 500 people of one sex born on one day in one division: the city is too large")
    rank = np.empty(len(group), dtype=np.int64)
    rank[order] = np.arange(len(group)) - np.repeat(starts, sizes)
    begin = np.empty(len(group), dtype=np.int64)
    begin[order] = np.repeat(rng.integers(0, 500, len(starts)), sizes)
    place = (begin + rank * 137) % 500
    return place * 2 + np.where(sex == 0, 1, 0)
