"""Numbers that look like one and are none: what a spreadsheet left, placeholders, and rounded ones valid by luck."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import polars as pl

from transforms.link.number import kept_digits

ROUNDED = "000"
"""What a spreadsheet makes of the last three of eighteen digits, since it keeps fifteen."""
FEWEST_DIGITS = 14
MOST_NAMES = 2
"""Names that one wrong number may stand beside and still be one person's: the name and its misspelling."""


def identifying(described: pl.DataFrame) -> pl.Series:
    """For each row (id_number, name_fold, first17) whether its number is somebody's, right or wrong.

    Not so for '9.99902E+17' (with all its digits it is), '000000000000000000', a file number, or a wrong number beside
    three names.
    """
    number = pl.col("id_number")
    digits = number.str.count_matches("[0-9]")
    one_digit = number.str.strip_chars(number.str.slice(0, 1)) == ""
    names = pl.col("name_fold").n_unique().over("id_number")
    scientific = number.str.contains(r"[Ee]\+") & kept_digits(number).is_null()
    wrong = (digits < FEWEST_DIGITS) | scientific | one_digit | (names > MOST_NAMES)
    # Nearly every number is right and needs none of this.
    asked = described.filter(pl.col("first17").is_null())["id_number"].drop_nulls().unique()
    perhaps = described.select("id_number", "name_fold", "first17").with_row_index("place")
    perhaps = perhaps.filter(number.is_in(asked.implode()))
    judged = perhaps.filter(perhaps.select(wrong.fill_null(value=True)).to_series() & perhaps["first17"].is_null())
    answer = described.select(number.is_not_null() | pl.col("first17").is_not_null()).to_series()
    return answer.scatter(judged["place"], [False] * judged.height).alias("identifying")


def lucky_numbers(described: pl.DataFrame, alive: npt.NDArray[np.bool_]) -> npt.NDArray[np.bool_]:
    """Which of the `alive` descriptors (descriptors.Descriptors.frame) bear a rounded number that is valid by luck.

    One rounded number in eleven has the right check digit. It is nobody's number when the same name has another
    number of the same first fifteen digits that is not rounded; its state stays what the check digit says.
    """
    lucky = np.zeros(described.height, dtype=np.bool_)
    number = described["first17"]
    ends = described["id_number"].str.ends_with(ROUNDED).fill_null(value=False)
    rounded = (number.is_not_null() & ends & pl.Series(alive, dtype=pl.Boolean)).arg_true()
    if rounded.is_empty():
        return lucky
    prefix = number // 100
    near = prefix.is_in(prefix.gather(rounded).unique().implode()).fill_null(value=False) & pl.Series(alive) & ~ends
    true = pl.DataFrame({"prefix": prefix.filter(near), "name_fold": described["name_fold"].filter(near)})
    asked = pl.DataFrame({"prefix": prefix.gather(rounded), "name_fold": described["name_fold"].gather(rounded)})
    met = asked.with_columns(rounded.alias("place")).join(true, on=["prefix", "name_fold"], how="semi")["place"]
    lucky[met.to_numpy()] = True
    return lucky


def without_lucky_numbers(described: pl.DataFrame) -> pl.DataFrame:
    """`described` (descriptors.Descriptors.frame) without what is read from rounded numbers that are valid by luck."""
    lucky = lucky_numbers(described, np.ones(described.height, dtype=np.bool_))
    if not lucky.any():
        return described
    return described.with_columns(pl.when(pl.Series(~lucky)).then(pl.col("first17", "number_birth", "number_sex")))
