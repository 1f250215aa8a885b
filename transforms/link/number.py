"""What a citizen number (GB 11643-1999) says: valid or not, birth date, sex, and the 15-digit form made 18.

The area code is never a reason to refuse: it is that of the first registration and may be long withdrawn
(domain/identity.md, section 2). No clock is asked either, so a birth date to come is still a date.
"""

from __future__ import annotations

import polars as pl

WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
CHECK_DIGITS = "10X98765432"
CENTENARIAN_FROM = 996
"""Sequences 996 to 999 of a 15-digit number marked people born before 1900."""

NUMBER_STATES = ("empty", "valid", "legacy15", "invalid")

EIGHTEEN = r"^[0-9]{17}[0-9X]$"
_FIFTEEN = r"^[0-9]{15}$"


def check_digit(first17: pl.Expr) -> pl.Expr:
    """The check digit, '0' to '9' or 'X', of a number whose first 17 digits are given as Int64; null stays null."""
    total = sum(((first17 // 10 ** (16 - place)) % 10 * weight for place, weight in enumerate(WEIGHTS)), pl.lit(0))
    return (total % 11).replace_strict(list(range(11)), list(CHECK_DIGITS), return_dtype=pl.String)


def birth_date(first17: pl.Expr) -> pl.Expr:
    """Birth date that digits 7 to 14 tell; null where they are no real date."""
    digits = ((first17 // 1000) % 100_000_000).cast(pl.String).str.zfill(8)
    day = digits.str.to_date("%Y%m%d", strict=False)
    return pl.when(day.dt.year() >= 1).then(day)


def sex(first17: pl.Expr) -> pl.Expr:
    """男 when the 17th digit is odd, else 女; null stays null."""
    return pl.when(first17.is_null()).then(None).when(first17 % 2 == 1).then(pl.lit("男")).otherwise(pl.lit("女"))


def area(first17: pl.Expr) -> pl.Expr:
    """The six-digit code of the county of first registration, as an integer."""
    return first17 // 100_000_000_000


def number18(first17: pl.Expr) -> pl.Expr:
    """The whole number as text of 18 characters; null stays null."""
    return first17.cast(pl.String).str.zfill(17) + check_digit(first17)


def anchor_of(group: str) -> pl.Expr:
    """What the crosswalk calls a number's person, from the first 17 digits: 'n:' and the whole number."""
    return "n:" + number18(pl.col(group))


def _upgraded(fifteen: pl.Expr) -> pl.Expr:
    """First 17 digits of a 15-digit number: the century comes in after the area code."""
    century = pl.when(fifteen % 1000 >= CENTENARIAN_FROM).then(18).otherwise(19).cast(pl.Int64)
    return (fifteen // 1_000_000_000) * 100_000_000_000 + century * 1_000_000_000 + fifteen % 1_000_000_000


def read_numbers(numbers: pl.Series) -> pl.DataFrame:
    """What each cleaned number says, in the order given.

    Grain: one row for each number. Columns: number_state ('empty', 'valid', 'legacy15' or 'invalid'), first17
    (Int64, of a 15-digit number after its upgrade), number_birth, number_sex; the last three are null unless
    the number is valid or legacy15. Expects what staging made of the cell: no blanks, half width, upper case.
    """
    text = pl.col("number")
    eighteen, fifteen = text.str.contains(EIGHTEEN), text.str.contains(_FIFTEEN)
    said = (
        numbers.alias("number")
        .to_frame()
        .with_columns(
            first17=pl.when(eighteen)
            .then(text.str.slice(0, 17).cast(pl.Int64, strict=False))
            .when(fifteen)
            .then(_upgraded(text.str.slice(0, 15).cast(pl.Int64, strict=False)))
        )
        .with_columns(number_birth=birth_date(pl.col("first17")), check=check_digit(pl.col("first17")))
    )
    dated = pl.col("number_birth").is_not_null()
    return said.select(
        pl.when(text.is_null() | (text == ""))
        .then(pl.lit("empty"))
        .when(eighteen & dated & (text.str.slice(17, 1) == pl.col("check")))
        .then(pl.lit("valid"))
        .when(fifteen & dated)
        .then(pl.lit("legacy15"))
        .otherwise(pl.lit("invalid"))
        .cast(pl.Enum(NUMBER_STATES))
        .alias("number_state"),
        "first17",
        "number_birth",
    ).with_columns(
        pl.when(usable()).then(pl.col("first17")).alias("first17"),
        pl.when(usable()).then(pl.col("number_birth")).alias("number_birth"),
        pl.when(usable()).then(sex(pl.col("first17"))).alias("number_sex"),
    )


_SEVENTEEN = r"^([0-9]{17})$"
_LOST_BY_ZEROS = r"^([0-9]{15})000$"
_SCIENTIFIC = r"^([0-9])\.([0-9]{11,16})E\+?17$"
KEPT = 15
"""Digits of a number that a spreadsheet keeps."""


def with_lost_check(numbers: pl.Series) -> pl.Series:
    """Numbers whose check digit is cut off get '?' in its place: one unreadable character, which repair finds."""
    return numbers.str.replace(_SEVENTEEN, "${1}?")


def kept_digits(number: pl.Expr) -> pl.Expr:
    """The first 15 digits (Int64) of a number that a spreadsheet rounded: 999901198001011000, 9.99901198001011E+17.

    Null for every other text, also where fewer than 12 digits are left ('9.99901E+17'): those say hardly more than the
    county. A valid number may end in 000 too: ask only of those that are not.
    """
    mantissa = pl.concat_str(number.str.extract(_SCIENTIFIC, 1), number.str.extract(_SCIENTIFIC, 2))
    digits = pl.coalesce(number.str.extract(_LOST_BY_ZEROS, 1), mantissa.str.pad_end(KEPT, "0").str.slice(0, KEPT))
    return digits.cast(pl.Int64)


def usable() -> pl.Expr:
    """True where the number of the row is valid, of 18 digits or of 15."""
    return pl.col("number_state").is_in(["valid", "legacy15"])
