"""What becomes of published rows in the analysts' file (schemas/analysts.py): pseudonyms, coarser values, small cells.

A pseudonym is the letter of its kind and 13 characters of HMAC-SHA256 under a key that never stands in a file of data:
without the key nobody can enumerate numbers, and two purposes have pseudonyms that do not join.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import polars as pl

from schemas.analysts import (
    AS_IS,
    DISPOSITION,
    MONTH,
    MONTH_END,
    PSEUDONYMS,
    RELATION,
    TENS,
    THOUSANDS,
    TOWNSHIP,
    TREATMENTS,
    WHOLE,
    YEAR,
    K,
    Taken,
)
from transforms.decisions.codes import CODES

_LENGTH = 13  # 65 bits: among a hundred million people not one pair in a thousand files
_WIDE = {
    **dict.fromkeys(("0-5岁", "6-15岁", "16-17岁"), "0-17岁"),
    **dict.fromkeys(("18-34岁", "35-59岁"), "18-59岁"),
    **dict.fromkeys(("60-69岁", "70-79岁", "80-89岁", "90岁以上"), "60岁以上"),
}
CELL = ("division_code", "sex", "age_band")
"""What tells people apart in `person_bands`."""


@dataclass(frozen=True, slots=True)
class Key:
    """The centre's secret and the purpose that a file is made for."""

    secret: bytes
    purpose: str

    @property
    def derived(self) -> bytes:
        """The key of this purpose alone."""
        return hmac.digest(self.secret, f"purpose\0{self.purpose}".encode(), hashlib.sha256)

    @property
    def version(self) -> str:
        """Tells two keys apart and nothing of either: eight hexadecimal digits."""
        return hashlib.sha256(b"version\0" + self.derived).hexdigest()[:8]


def pseudonyms(values: pl.Series, kind: str, key: bytes) -> pl.Series:
    """The pseudonym of each value; null stays null."""
    letter, distinct = PSEUDONYMS[kind][0], values.drop_nulls().unique()

    def one(value: str) -> str:
        mark = hmac.digest(key, f"{kind}\0{value}".encode(), hashlib.sha256)
        return f"{letter}_{base64.b32encode(mark)[:_LENGTH].decode().lower()}"

    told = {value: one(value) for value in distinct}
    return values.replace_strict(list(told), list(told.values()), default=None, return_dtype=pl.String)


def places(bands: pl.DataFrame) -> frozenset[str]:
    """Townships (or what stands for one) with at least K people in `person_bands` as published."""
    counted = bands.group_by(pl.col("division_code").str.slice(0, 9).alias("place")).len()
    return frozenset(counted.filter(pl.col("len") >= K)["place"].drop_nulls())


def treated(frame: pl.DataFrame, taken: Taken, key: bytes, known: frozenset[str]) -> pl.DataFrame:
    """The columns taken of a published relation, each as its treatment makes it, with its type. Rows keep no order."""
    made = [_column(frame[name], how, key, known).alias(name) for name, how in taken.columns.items()]
    out = pl.DataFrame(made)
    return out.sort(out.columns, nulls_last=True) if out.width and not _lists(out) else out


def _lists(frame: pl.DataFrame) -> bool:
    return any(isinstance(dtype, pl.List) for dtype in frame.dtypes)


def _column(values: pl.Series, how: str, key: bytes, known: frozenset[str]) -> pl.Series:
    if how in PSEUDONYMS:
        return pseudonyms(values, how, key)
    if how == AS_IS:
        return values
    return pl.select(_EXPRESSIONS[how](pl.lit(values), known)).to_series().cast(values.dtype)


def _township(value: pl.Expr, known: frozenset[str]) -> pl.Expr:
    place = value.str.slice(0, 9)
    return pl.when(place.is_in(sorted(known))).then(place)


def _rounded(step: int) -> Callable[[pl.Expr, frozenset[str]], pl.Expr]:
    """To the nearest multiple of so many yuan or metres, halves away from zero, in scaled integers: never a float."""

    def of(value: pl.Expr, _: frozenset[str]) -> pl.Expr:
        hundredths, whole = (value * 100).cast(pl.Int64), step * 100
        return (hundredths.abs() + whole // 2) // whole * hundredths.sign() * step

    return of


_EXPRESSIONS: dict[str, Callable[[pl.Expr, frozenset[str]], pl.Expr]] = {
    TOWNSHIP: _township,
    RELATION: lambda value, _: value.replace({"子": "子女", "女": "子女"}),
    DISPOSITION: lambda value, _: (
        pl.when(value.is_in(sorted(CODES))).then(value).when(value.is_not_null()).then(pl.lit("其他"))
    ),
    MONTH: lambda value, _: value.dt.month_start(),
    MONTH_END: lambda value, _: value.dt.month_end(),
    YEAR: lambda value, _: value.dt.truncate("1y"),
    TENS: _rounded(10),
    THOUSANDS: _rounded(1000),
    WHOLE: _rounded(1),
}


def without_small_cells(bands: pl.DataFrame) -> pl.DataFrame:
    """`person_bands` where every cell of township, sex and age band holds K people or says less.

    In turn, wherever fewer than K people are alike: a wider age band, then no sex, then no age band.
    """
    for change in (
        pl.col("age_band").replace(_WIDE),
        pl.lit(None, pl.String).alias("sex"),
        pl.lit(None, pl.String).alias("age_band"),
    ):
        name = change.meta.output_name()
        few = pl.len().over(CELL) < K
        bands = bands.with_columns(pl.when(few).then(change).otherwise(pl.col(name)).alias(name))
    return bands


def small_cells(bands: pl.DataFrame, more: dict[str, pl.DataFrame]) -> pl.DataFrame:
    """How many people stand in cells of fewer than K, people of whom neither sex nor age is told left out.

    Grain: one combination of columns.

    `more`: what is added to township, sex and age band -> rows (person_key, value); a person may have several.
    """
    rows = [_cells("区划、性别、年龄段", bands.select(CELL))]
    for said, values in more.items():
        rows.append(
            _cells(f"区划、性别、年龄段、{said}", bands.join(values.unique(), on="person_key").drop("person_key"))
        )
    return pl.DataFrame(rows, orient="row")


def _cells(said: str, frame: pl.DataFrame) -> dict[str, object]:
    told = frame.filter(pl.any_horizontal(pl.col("sex", "age_band").is_not_null()))
    sizes = told.drop("died_on", strict=False).group_by(pl.all()).len()["len"]
    small = sizes.filter(sizes < K)
    return {
        "combination": said,
        "cells": len(sizes),
        "small_cells": len(small),
        "people": int(sizes.sum()),
        "people_in_small_cells": int(small.sum()),
    }


def said_of(how: str) -> str:
    """What becomes of a column, in Chinese."""
    return TREATMENTS[how] if how in TREATMENTS else f"{PSEUDONYMS[how][1]}的化名"


def pseudonym_prefixes() -> Sequence[str]:
    """What pseudonyms begin with."""
    return [f"{letter}_" for letter, _ in PSEUDONYMS.values()]
