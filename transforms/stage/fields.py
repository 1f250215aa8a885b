"""Text to typed value, one function a field type: the only place where delivered text is read.

Every function takes an expression of text and gives an expression of the type in `schemas.types.POLARS_TYPES`.
Null and blank text give null. Text that is no value of the type gives null too: `transforms/stage/table.py` tells the
two apart by looking at the text again. Nothing is guessed or passed through floating point, and no amount of money is
ever rounded: the contract bounds decimals for money only ("yuan, two places"), so areas and percentages may have any
number of them, as a program writes a double, and are rounded half up to the scale of their type.
Forms: docs/contract/exports.yaml, `types`; what else is met in the field: domain/sources.md, section 6.
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Final

import polars as pl

from schemas.types import FIRST_DAY, FOR_EVER, LAST_DAY, MEASURE, POLARS_TYPES, SERIAL_LENGTH
from transforms.stage.blanks import BLANKS

_BLANK: Final = f"[{BLANKS}]"

NULL_WORDS: Final = ("无", "空", "暂无", "不详", "未知", "NULL", "NONE", "N/A", "-", "--", "—", "——", "/")
"""Words that say "nothing here" in dates, amounts and ID numbers (upper-cased, half-width). Not read as such in names,
text and codes: 无 is a code of `subsidised_category`."""

# Full-width ASCII to half-width. Not NFKC: that would read 12² as 122.
_HALF: Final = {chr(code + 0xFEE0): chr(code) for code in range(0x21, 0x7F)} | {"\uffe5": "¥", "\u3000": " "}
_AMOUNT: Final = r"((?:[0-9]{1,3}(?:,[0-9]{3})+|[0-9]+)(?:\.DECIMALS)?|\.DECIMALS)"
_MONEY: Final = _AMOUNT.replace("DECIMALS", "[0-9]{1,2}0*")
_MEASURE: Final = _AMOUNT.replace("DECIMALS", "[0-9]+")
_YUAN: Final = rf"^(?:¥|RMB|CNY|人民币)? *{_MONEY} *(?:元整?)?$"
_AREA: Final = rf"^{_MEASURE} *(?:㎡|m²|m2|M2|平方米|平米)?$"
_PERCENT: Final = rf"^{_MEASURE} *%?$"
_LAST_PLACE: Final = Decimal(1).scaleb(-MEASURE.scale)
_NONE: Final = Decimal(0).scaleb(-MEASURE.scale)
_TIME_OF_DAY: Final = r"(?:T| +)(?:[01]?[0-9]|2[0-3]):[0-5][0-9](?::[0-5][0-9](?:\.[0-9]+)?)?$"
_STRAY: Final = f"[{BLANKS}'`´‘’‛ʼ′＇]"


def _trim(text: pl.Expr) -> pl.Expr:
    """Without outer blanks of any width; nothing left is null."""
    trimmed = text.str.strip_chars(BLANKS)
    return pl.when(trimmed != "").then(trimmed)


def half_width(text: pl.Expr) -> pl.Expr:
    """Trimmed, with full-width ASCII and the full-width yuan sign made half-width."""
    return _trim(text.str.replace_many(_HALF))


def is_nothing(text: pl.Expr) -> pl.Expr:
    """Whether a date, amount or number says in a word that there is none. Null is nothing too."""
    return half_width(text).str.to_uppercase().is_in(NULL_WORDS).fill_null(value=True)


def plain_text(text: pl.Expr) -> pl.Expr:
    """Free text or a name: outer blanks trimmed, otherwise as delivered."""
    return _trim(text)


def serial(text: pl.Expr) -> pl.Expr:
    """A serial number of at most 32 characters; a longer one is unreadable."""
    trimmed = text.str.strip_chars(BLANKS)
    return pl.when(trimmed.str.len_chars().is_between(1, SERIAL_LENGTH)).then(trimmed)


def phone(text: pl.Expr) -> pl.Expr:
    """A phone number, half-width and without blanks; any text passes."""
    return _trim(text.str.replace_many(_HALF).str.replace_all(_BLANK, ""))


def code(text: pl.Expr, codes: Mapping[str, str]) -> pl.Expr:
    """Trimmed and looked up: `codes` maps each accepted wording to the contract's code. Others are unreadable."""
    return text.str.strip_chars(BLANKS).replace_strict(dict(codes), default=None, return_dtype=pl.String)


def id_number(text: pl.Expr) -> pl.Expr:
    """An ID number cleaned for comparison, valid or not: no blanks or apostrophes, half-width, upper-case.

    × or * in the last place is X. Of several numbers in one cell, line breaks between them become 、.
    """
    parted = text.str.strip_chars(BLANKS).str.replace_all(r"([0-9Xx*×]{15,18})\s*[\r\n]+\s*([0-9])", "${1}、${2}")
    # Before NFKC, which takes a loose accent apart into a blank and a combining mark, and again after it.
    bare = parted.str.replace_all(_STRAY, "").str.normalize("NFKC").str.replace_all(_STRAY, "").str.to_uppercase()
    cleaned = bare.str.replace_all(r"([0-9]{17})[*×]([^0-9*]|$)", "${1}X${2}")
    return pl.when((cleaned != "") & ~cleaned.is_in(NULL_WORDS)).then(cleaned)


def _digits(text: pl.Expr, pattern: str) -> pl.Expr:
    """What the pattern takes for the number, without commas. ".5" is how some databases write 0.5."""
    return pl.lit("0") + half_width(text).str.extract(pattern).str.replace_all(",", "", literal=True)


def _measure(text: pl.Expr, pattern: str) -> pl.Expr:
    """A number of any decimals, exact up to the scale of its type and rounded half up beyond it."""
    digits = _digits(text, pattern)
    decimals = digits.str.extract(r"\.([0-9]+)$").fill_null("")
    # A cast of the whole text would round half to even.
    kept = digits.str.extract("^([0-9]+)") + "." + decimals.str.slice(0, MEASURE.scale) + "0"
    up = pl.when(decimals.str.slice(MEASURE.scale, 1) >= "5").then(pl.lit(_LAST_PLACE)).otherwise(pl.lit(_NONE))
    return (kept.cast(MEASURE, strict=False) + up).cast(MEASURE, strict=False)


def yuan(text: pl.Expr) -> pl.Expr:
    """An amount in yuan: "1,234.50", "１２３４．５０", "¥1234.5元".

    Unreadable: a negative amount, a third decimal that is not 0, commas that do not stand at the thousands.
    """
    # A value of too many digits is unreadable, not an error.
    return _digits(text, _YUAN).cast(POLARS_TYPES["yuan"], strict=False)


def area(text: pl.Expr) -> pl.Expr:
    """Square metres, rounded half up to four decimals; the unit may be written behind."""
    return _measure(text, _AREA)


def percent(text: pl.Expr) -> pl.Expr:
    """0 to 100, rounded half up to four decimals; % may be written behind. More than 100 is unreadable."""
    value = _measure(text, _PERCENT)
    return pl.when(value <= 100).then(value)


def integer(text: pl.Expr) -> pl.Expr:
    """A whole number, zero or more; "3.0" as a spreadsheet writes 3 is one, "3.5" is none."""
    return half_width(text).str.extract(r"^([0-9]+)(?:\.0+)?$").cast(pl.Int64, strict=False)


def division12(text: pl.Expr) -> pl.Expr:
    """A division code of 12 digits, or its prefix of 9 or 6; blanks are removed."""
    digits = text.str.replace_many(_HALF).str.replace_all(_BLANK, "")
    return digits.str.extract(r"^([0-9]{6}|[0-9]{9}|[0-9]{12})$")


def _calendar_day(year_month_day: pl.Expr) -> pl.Expr:
    """yyyy-m-d as a day of the calendar between the first and last sensible day, or the day that means for ever."""
    day = year_month_day.str.to_date("%Y-%m-%d", strict=False)
    return pl.when(day.is_between(FIRST_DAY, LAST_DAY) | (day == FOR_EVER)).then(day)


def date(text: pl.Expr) -> pl.Expr:
    """A day: 2024-03-01, 20240301, 2024/3/1, 2024年3月1日, each perhaps with a time of day, which is dropped.

    A day that the calendar does not have (2023-02-29) or outside 1850 to 2150 is unreadable, but for 9999-12-31, which
    is how databases say "for ever".
    """
    plain = half_width(text).str.replace(_TIME_OF_DAY, "")
    joined = plain.str.replace(r"^([0-9]{4})([0-9]{2})([0-9]{2})$", "${1}-${2}-${3}")
    joined = joined.str.replace(r"^([0-9]{4})/([0-9]{1,2})/([0-9]{1,2})$", "${1}-${2}-${3}")
    joined = joined.str.replace(r"^([0-9]{4})年([0-9]{1,2})月([0-9]{1,2})日$", "${1}-${2}-${3}")
    return _calendar_day(joined.str.extract(r"^([0-9]{4}-[0-9]{1,2}-[0-9]{1,2})$"))


def month(text: pl.Expr) -> pl.Expr:
    """A month as its first day: 202410, 2024-10, 2024/10, 2024年10月, or any day of it as `date` reads it.

    A typed cell of a spreadsheet or of parquet holds a month as one of its days. No month is for ever.
    """
    joined = half_width(text).str.replace(r"^([0-9]{4})([0-9]{2})$", "${1}-${2}")
    joined = joined.str.replace(r"^([0-9]{4})/([0-9]{1,2})$", "${1}-${2}")
    joined = joined.str.replace(r"^([0-9]{4})年([0-9]{1,2})月$", "${1}-${2}")
    first = _calendar_day(joined.str.extract(r"^([0-9]{4}-[0-9]{1,2})$") + "-01")
    found = pl.coalesce(first, date(text).dt.month_start())
    return pl.when(found <= LAST_DAY).then(found)
