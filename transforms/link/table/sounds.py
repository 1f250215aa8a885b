"""What a name sounds like and its surname, as codes for blocking; worked out once for each distinct text."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import polars as pl

from transforms.link.characters import readings
from transforms.link.surnames import COMPOUNDS
from transforms.link.table.fields import Codes, hashed

_SOUNDEX = {**dict.fromkeys("bfpv", "1"), **dict.fromkeys("cgjkqsxz", "2"), **dict.fromkeys("dt", "3"), "l": "4"}
_SOUNDEX |= {**dict.fromkeys("mn", "5"), "r": "6"}


def soundex(text: str) -> str:
    """American Soundex of the Latin letters in `text`: a letter and three digits; empty without any."""
    letters = [letter for letter in text.lower() if "a" <= letter <= "z"]
    if not letters:
        return ""
    digits, last = "", _SOUNDEX.get(letters[0], "")
    for letter in letters[1:]:
        digit = _SOUNDEX.get(letter, "")
        if digit and digit != last:
            digits += digit
        if letter not in "hw":
            last = digit
    return (letters[0] + digits + "000")[:4]


def pinyin(text: str) -> str:
    """The first reading, by the alphabet, of each Chinese character; other characters as they are."""
    return " ".join(min(readings(character), default=character) for character in text)


def _of_distinct(texts: pl.Series, of: Callable[[str], str]) -> Codes:
    distinct = texts.drop_nulls().unique()
    made = distinct.to_frame("text").with_columns(pl.Series("made", [of(text) for text in distinct], dtype=pl.String))
    told = texts.to_frame("text").join(made, on="text", how="left", maintain_order="left")["made"]
    return np.asarray(hashed(told))


def soundexes(texts: pl.Series) -> Codes:
    """Codes of each text's soundex."""
    return _of_distinct(texts, soundex)


def pinyins(texts: pl.Series) -> Codes:
    """Codes of each text's sound."""
    return _of_distinct(texts, pinyin)


def surnames(texts: pl.Series) -> Codes:
    """Codes of each text's surname: the first character, or both of a compound one."""
    both = pl.col("both")
    compound = pl.when(both.is_in(list(COMPOUNDS))).then(both).otherwise(both.str.head(1))
    return np.asarray(hashed(texts.str.head(2).to_frame("both").select(compound).to_series()))
