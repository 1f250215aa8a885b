"""Floating point numbers, where a department delivers them, as the text a person typed.

A double holds 15 significant digits; what lies beyond is noise (4755.4700000000003 is 4755.47). Whole numbers lose
their ".0". The text is then parsed to decimals like any other: no sum is ever formed on the floating point number.
"""

from __future__ import annotations

from typing import Final

import polars as pl

DOUBLE_EXACT: Final = 1e15  # whole numbers below have at most 15 digits, which a double keeps
SINGLE_EXACT: Final = 131_072.0  # below it a single-precision number still tells two cents apart
LONG_NUMBER: Final = 1e9  # ten digits or more in an ID column: a number stored as a number
_NOISE: Final = 1e-6


def double_text(value: pl.Expr) -> pl.Expr:
    """Float64 as text: whole numbers without point, noise behind the second place cut, else the shortest text.

    Null, infinite, not-a-number and numbers of more than 15 digits become null: pair with `double_lost`.
    """
    cents = value.round(2)
    return (
        pl.when(~value.is_finite() | (value.abs() >= DOUBLE_EXACT))
        .then(None)
        .when(value == value.floor())
        .then(value.cast(pl.Int64, strict=False).cast(pl.String))
        .when((value - cents).abs() < _NOISE)
        .then(cents.cast(pl.String))
        .otherwise(value.round_sig_figs(15).cast(pl.String))
    )


def single_text(value: pl.Expr) -> pl.Expr:
    """Float32 as text, to the cent; null from 131,072 on, where a single no longer tells two cents apart."""
    wide = value.cast(pl.Float64)
    return (
        pl.when(~value.is_finite() | (wide.abs() >= SINGLE_EXACT))
        .then(None)
        .when(value == value.floor())
        .then(value.cast(pl.Int64, strict=False).cast(pl.String))
        .otherwise(value.cast(pl.String))
    )


def lost(value: pl.Expr, text: pl.Expr) -> pl.Expr:
    """Whether there was a number and its digits are gone."""
    return (value.is_not_null() & text.is_null()).fill_null(value=False)


def long_number(value: pl.Expr) -> pl.Expr:
    """Whether a number has ten digits or more, as an ID number has."""
    return (value.cast(pl.Float64).abs() >= LONG_NUMBER).fill_null(value=False)
