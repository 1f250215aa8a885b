"""Numbers that look like one and are none: what a spreadsheet left, placeholders, and rounded ones valid by luck."""

from __future__ import annotations

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


def without_lucky_numbers(described: pl.DataFrame) -> pl.DataFrame:
    """`described` (descriptors.Descriptors.frame) without what is read from rounded numbers that are valid by luck.

    One rounded number in eleven has the right check digit. It is nobody's number when the same name has another
    number of the same first fifteen digits that is not rounded; its state stays what the check digit says.
    """
    rounded = pl.col("first17").is_not_null() & pl.col("id_number").str.ends_with(ROUNDED)
    marked = described.with_columns(rounded=rounded.fill_null(value=False), prefix=pl.col("first17") // 100)
    true = marked.filter(~pl.col("rounded") & pl.col("prefix").is_not_null())
    lucky = marked.filter("rounded").join(true, on=["prefix", "name_fold"], how="semi")["descriptor"]
    if lucky.is_empty():
        return described
    whole = ~pl.col("descriptor").is_in(lucky.implode())
    return described.with_columns(pl.when(whole).then(pl.col("first17", "number_birth", "number_sex")))
