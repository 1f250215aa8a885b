"""Small tools of the invented city: seeded streams of chance, days as whole numbers, columns from arrays.

Inside this package a day is a count of days since 1970-01-01, money a count of fen and an area a count of hundredths
of a square metre, all in int64: arrays are quick, and no amount ever passes through a float.
"""

from __future__ import annotations

import zlib
from collections.abc import Sequence
from datetime import date

import numpy as np
import numpy.typing as npt
import polars as pl

Ints = npt.NDArray[np.int64]
Mask = npt.NDArray[np.bool_]

NOBODY = -1
"""In place of a person's index: there is none."""
NEVER = 10**6
"""A day later than every other: it has not happened."""
YEAR = 365.2425


def stream(seed: int, name: str) -> np.random.Generator:
    """A stream of chance for one part of the city; parts do not disturb each other's draws."""
    return np.random.Generator(np.random.PCG64(np.random.SeedSequence([seed, zlib.crc32(name.encode())])))


def day_number(day: date) -> int:
    """Days since 1970-01-01."""
    return day.toordinal() - date(1970, 1, 1).toordinal()


def dates(days: Ints, missing: Mask | None = None) -> pl.Series:
    """Date column; null where `missing`, and where the day is NEVER."""
    absent = days >= NEVER if missing is None else missing | (days >= NEVER)
    column = pl.Series(np.where(absent, 0, days).astype(np.int32)).cast(pl.Date)
    return blank(column, absent)


def blank(column: pl.Series, where: Mask) -> pl.Series:
    """The column with nulls where told."""
    if not where.any():
        return column
    return pl.select(pl.when(pl.Series(~where)).then(column)).to_series()


def amounts(values: Ints, missing: Mask | None = None) -> pl.Series:
    """Int64 column (fen or hundredths), null where `missing`."""
    column = pl.Series(values.astype(np.int64))
    return column if missing is None else blank(column, missing)


def coded(labels: Sequence[str], picks: Ints) -> pl.Series:
    """Text column: the label each pick points at; null where the pick is negative."""
    column = pl.Series(list(labels), dtype=pl.String).gather(pl.Series(np.maximum(picks, 0)))
    return blank(column, picks < 0)


def weighted(rng: np.random.Generator, weights: Sequence[float], size: int) -> Ints:
    """Indexes drawn by weight (weights need not add up to one)."""
    share = np.asarray(weights, dtype=np.float64)
    drawn = np.searchsorted(np.cumsum(share / share.sum()), rng.random(size), side="right")
    return np.minimum(drawn, len(share) - 1).astype(np.int64)


def chance(rng: np.random.Generator, size: int, share: float | npt.NDArray[np.float64]) -> Mask:
    """True with that probability."""
    hit: Mask = rng.random(size) < share
    return hit


def month_number(days: Ints) -> Ints:
    """Months since January 1970."""
    return days.astype("datetime64[D]").astype("datetime64[M]").astype(np.int64)


def month_first(months: Ints) -> Ints:
    """First day of a month given as months since January 1970."""
    return months.astype("datetime64[M]").astype("datetime64[D]").astype(np.int64)


def years_later(days: Ints, years: int) -> Ints:
    """The same day of the year some years later, clamped to the month's end."""
    months = month_number(days)
    target = months + 12 * years
    day = days - month_first(months)
    later: Ints = month_first(target) + np.minimum(day, month_first(target + 1) - month_first(target) - 1)
    return later


def age_on(birth: Ints, day: int | Ints) -> Ints:
    """Completed years of age, counted by year and day of the year (within a day of the legal count)."""
    years: Ints = np.floor((np.asarray(day) - birth) / YEAR + 1e-9).astype(np.int64)
    return years
