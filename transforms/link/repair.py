"""Repair of a number with one wrong digit, one swapped pair of neighbours, or the check digit cut off.

The check digit makes this cheap: for each of the 18 places at most one other digit makes the number valid, and
any two valid numbers differ in two places or more. So an invalid number has at most 18 + 17 valid neighbours; those
in use by somebody are candidates, and only a person that fits by more than the number is taken:

    same folded name as the number's holder, or
    own birth date and own sex both equal to the number's, and first or last character of the name in common

Exactly one person must fit. The shared character is stricter than the bare rule: where the right number is in use
nowhere else, a stranger of the same county and birthday stands one digit away in some thirtieth of all cases.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import polars as pl

from transforms.link.compare import grade, shares_a_place
from transforms.link.exact import agrees, contradicts, namesakes
from transforms.link.number import WEIGHTS, with_lost_check

Integers = npt.NDArray[np.int64]

_LENGTH = 18
_SHAPE = r"^[!-~]{18}$"
_X = ord("X") - ord("0")
_TEN = 10
_FACTORS = np.array([*WEIGHTS, 1], dtype=np.int64)
"""A number is valid when the sum of digit times factor is 1 modulo 11 (ISO 7064, MOD 11-2); X counts ten."""
_INVERSE = np.array([0, 1, 6, 4, 3, 9, 2, 8, 7, 5, 10], dtype=np.int64)
"""Multiplicative inverses modulo 11."""
_PLACE = np.array([10 ** (16 - place) for place in range(17)], dtype=np.int64)


def neighbours(numbers: pl.Series) -> pl.DataFrame:
    """Numbers with a right check digit that become the given ones by one wrong digit or one swapped pair.

    Grain: one row for each (place, group): `place` is the position in `numbers`, `group` the first 17 digits, `slip`
    which of the two it was ('digit' or 'swap'). Only text of 18 printable characters has neighbours; one of them may be
    no digit, and is then the wrong one. Of 17 digits the check digit is taken to be cut off. Whether the date is real
    is not asked: a number in use has one.
    """
    whole = with_lost_check(numbers).alias("number")
    shaped = whole.to_frame().with_row_index("place").filter(pl.col("number").str.contains(_SHAPE))
    if shaped.is_empty():
        return pl.DataFrame(schema={"place": pl.UInt32, "group": pl.Int64, "slip": pl.String})
    text = np.frombuffer("".join(shaped["number"].to_list()).encode("ascii"), dtype=np.uint8).reshape(-1, _LENGTH)
    digits = text.astype(np.int64) - ord("0")
    digits[:, -1] = np.where(digits[:, -1] == _X, _TEN, digits[:, -1])
    unreadable = (digits < 0) | (digits > 9)
    unreadable[:, -1] &= digits[:, -1] != _TEN
    digits[unreadable] = 0
    found = [_wrong_at(place, digits, unreadable) for place in range(_LENGTH)]
    found += [_swapped_at(place, digits, unreadable) for place in range(_LENGTH - 1)]
    at, group = (np.concatenate(column) for column in zip(*found, strict=True))
    slips = pl.Series(["digit"] * sum(len(rows) for rows, _ in found[:_LENGTH])).extend_constant(
        "swap", sum(len(rows) for rows, _ in found[_LENGTH:])
    )
    places = shaped["place"].gather(pl.Series(at, dtype=pl.UInt32))
    return pl.DataFrame({"place": places, "group": group, "slip": slips}, schema_overrides={"slip": pl.String}).unique()


def _wrong_at(place: int, digits: Integers, unreadable: npt.NDArray[np.bool_]) -> tuple[Integers, Integers]:
    """Rows, and first 17 digits, where one other digit at `place` makes the number valid."""
    missing = (1 - digits @ _FACTORS) % 11
    digit = (digits[:, place] + missing * _INVERSE[_FACTORS[place]]) % 11
    elsewhere = unreadable.sum(axis=1) - unreadable[:, place]
    possible = (elsewhere == 0) & ((digit != digits[:, place]) | unreadable[:, place])
    possible &= digit <= (_TEN if place == _LENGTH - 1 else 9)
    rows = np.flatnonzero(possible)
    group = digits[rows, :17] @ _PLACE
    if place < _LENGTH - 1:
        group += (digit[rows] - digits[rows, place]) * _PLACE[place]
    return rows, group


def _swapped_at(place: int, digits: Integers, unreadable: npt.NDArray[np.bool_]) -> tuple[Integers, Integers]:
    """Rows, and first 17 digits, where swapping `place` with the next makes the number valid; X stays last."""
    swapped = digits.copy()
    swapped[:, [place, place + 1]] = digits[:, [place + 1, place]]
    possible = ~unreadable.any(axis=1) & (swapped[:, :17].max(axis=1) <= 9)
    possible &= (digits[:, place] != digits[:, place + 1]) & ((swapped @ _FACTORS) % 11 == 1)
    rows = np.flatnonzero(possible)
    return rows, swapped[rows, :17] @ _PLACE


def link_damaged_numbers(described: pl.DataFrame, held: pl.DataFrame) -> pl.DataFrame:
    """Descriptors with an invalid number that exactly one known person fits: descriptor, group, certainty.

    `described` as in descriptors.Descriptors, `held` as from exact.holders. Certain when the name is the holder's,
    own birth date or own sex agrees with the number and neither contradicts it; else likely.
    """
    damaged = described.filter(pl.col("number_state") == "invalid").select(
        "descriptor", "id_number", "name_fold", "sex", "birth_date"
    )
    candidates = (
        neighbours(damaged["id_number"])
        .join(damaged.with_row_index("place"), on="place")
        .join(held.rename({"name_fold": "holder"}), on="group")
        .join(namesakes(held, "number_birth"), on=["name_fold", "number_birth"], how="left")
    )
    graded = candidates.with_columns(grade(candidates["name_fold"], candidates["holder"]))
    born_alike = agrees("birth_date", "number_birth") & agrees("sex", "number_sex")
    in_common = shares_a_place(pl.col("name_fold"), pl.col("holder")).fill_null(value=False)
    somebody_else = pl.col("namesake").fill_null(value=False)
    same_name = pl.col("grade") == "same"
    fitting = graded.filter(same_name | (born_alike & in_common & ~somebody_else))
    agreement = agrees("birth_date", "number_birth") | agrees("sex", "number_sex")
    contradiction = contradicts("birth_date", "number_birth") | contradicts("sex", "number_sex")
    return fitting.filter(pl.len().over("descriptor") == 1).select(
        "descriptor",
        "group",
        pl.when(same_name & agreement & ~contradiction)
        .then(pl.lit("certain"))
        .otherwise(pl.lit("likely"))
        .alias("certainty"),
    )
