"""Citizen numbers by the million: the same reading as transforms/link/number.py, on bytes instead of expressions.

A test holds the two together. What is added is `trusted`: the check digit is right, and the number's birth date and
sex are the record's own.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import polars as pl

from transforms.link.number import CENTENARIAN_FROM, CHECK_DIGITS, WEIGHTS

Bytes = npt.NDArray[np.uint8]
_LENGTH = 18
_ZERO, _NINE, _X = ord("0"), ord("9"), ord("X")
_DAYS = np.array([0, 31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31])


@dataclass(frozen=True, slots=True)
class Numbers:
    """`codes`: first seventeen digits of a usable number, else the text's hash, else 0. `digits`: bytes of 18-character
    texts, zeros for others. `trusted` as the module says. `short`: usable numbers of fifteen digits.
    """

    codes: npt.NDArray[np.uint64]
    digits: Bytes
    trusted: npt.NDArray[np.bool_]
    short: npt.NDArray[np.bool_]


def as_bytes(texts: pl.Series, length: int) -> tuple[npt.NDArray[np.int64], Bytes]:
    """Places of the texts that have that many bytes, and these texts as a table of bytes."""
    places = (texts.str.len_bytes() == length).fill_null(value=False).arg_true()
    joined = texts.gather(places).str.join("").item() if len(places) else ""
    table = np.frombuffer(joined.encode(), dtype=np.uint8).reshape(-1, length)
    return places.to_numpy().astype(np.int64), table


def read(
    texts: pl.Series,
    hashes: npt.NDArray[np.uint64],
    born: npt.NDArray[np.uint64] | None,
    sexes: npt.NDArray[np.int8] | None,
) -> Numbers:
    """Numbers in the order given; `born` and `sexes` (1 male, 0 female, -1 unknown) are the records' own."""
    size = len(texts)
    codes = hashes.copy()
    digits = np.zeros((size, _LENGTH), dtype=np.uint8)
    trusted, short = np.zeros(size, dtype=bool), np.zeros(size, dtype=bool)

    places, table = as_bytes(texts, _LENGTH)
    digits[places] = table
    columns = _columns(table)
    first17, numeric = _number(columns[:17])
    total = np.zeros(len(table), dtype=np.uint16)
    for column, weight in zip(columns[:17], WEIGHTS, strict=True):
        total += (column - _ZERO) * np.uint16(weight)
    check = np.frombuffer(CHECK_DIGITS.encode(), dtype=np.uint8)[total % 11]
    valid = numeric & _dated(first17) & (check == columns[17])
    codes[places[valid]] = first17[valid]
    trusted[places[valid]] = _own(first17[valid], places[valid], born, sexes)

    places, table = as_bytes(texts, 15)
    fifteen, numeric = _number(_columns(table))
    century = np.where(fifteen % 1000 >= CENTENARIAN_FROM, 18, 19).astype(np.uint64)
    first17 = (fifteen // 10**9) * 10**11 + century * 10**9 + fifteen % 10**9
    usable = numeric & _dated(first17)
    codes[places[usable]] = first17[usable]
    short[places[usable]] = True
    return Numbers(codes, digits, trusted, short)


def _columns(table: Bytes) -> Bytes:
    """First all first characters, then all second ones: many times quicker to go through than row by row."""
    return np.ascontiguousarray(table.T)


def _number(columns: Bytes) -> tuple[npt.NDArray[np.uint64], npt.NDArray[np.bool_]]:
    """Each record's digits as one number, and whether it has nothing but digits: else the number means nothing."""
    number = np.zeros(columns.shape[1], dtype=np.uint64)
    numeric = np.ones(columns.shape[1], dtype=bool)
    for column in columns:
        digit = column - np.uint8(_ZERO)  # what comes before '0' becomes large
        numeric &= digit <= _NINE - _ZERO
        number *= np.uint64(10)
        number += digit
    return number, numeric


def _born(first17: npt.NDArray[np.uint64]) -> npt.NDArray[np.uint32]:
    """Digits 7 to 14; in half a word, as dividing whole ones takes long."""
    return (first17 // 10**3 % 10**8).astype(np.uint32)


def _dated(first17: npt.NDArray[np.uint64]) -> npt.NDArray[np.bool_]:
    """True where digits 7 to 14 are a day of the calendar."""
    born = _born(first17)
    day, month, year = born % 100, born // 100 % 100, born // 10_000
    real = (month >= 1) & (month <= 12) & (day >= 1) & (year >= 1)
    real &= day <= _DAYS[np.minimum(month, 12).astype(np.int64)]
    leap = (year % 4 == 0) & ((year % 100 != 0) | (year % 400 == 0))
    result: npt.NDArray[np.bool_] = real & ~((month == 2) & (day == 29) & ~leap)
    return result


def _own(
    first17: npt.NDArray[np.uint64],
    places: npt.NDArray[np.int64],
    born: npt.NDArray[np.uint64] | None,
    sexes: npt.NDArray[np.int8] | None,
) -> npt.NDArray[np.bool_]:
    """True where the number says nothing else than the record's own birth date and sex; what is empty says nothing."""
    agreeing = np.ones(len(places), dtype=bool)
    if born is not None:
        own = born[places]
        agreeing &= (own == 0) | (own == _born(first17))
    if sexes is not None:
        sex = sexes[places]
        agreeing &= (sex < 0) | (sex == (first17 % 2).astype(np.int8))
    return agreeing
