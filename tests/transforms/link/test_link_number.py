"""Citizen numbers: states, the 15-digit form, and what they imply."""

from __future__ import annotations

from datetime import date

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.transforms.link.invented import A, complete
from transforms.link.number import area, number18, read_numbers

CENTENARIAN = "999901" + "991231" + "997"

CASES = [
    (None, "empty", None, None),
    ("", "empty", None, None),
    (A, "valid", date(1980, 1, 1), "男"),
    (complete("99990219750615264"), "valid", date(1975, 6, 15), "女"),
    (complete("00000119800101123"), "valid", date(1980, 1, 1), "男"),
    (complete("99990120990101123"), "valid", date(2099, 1, 1), "男"),
    (complete("99990120000229123"), "valid", date(2000, 2, 29), "男"),
    (complete("99990119000229123"), "invalid", None, None),
    (complete("99990119801301123"), "invalid", None, None),
    (complete("99990100000101123"), "invalid", None, None),
    (A[:17] + ("1" if A[17] != "1" else "2"), "invalid", None, None),
    ("999901800101123", "legacy15", date(1980, 1, 1), "男"),
    ("999901800101122", "legacy15", date(1980, 1, 1), "女"),
    (CENTENARIAN, "legacy15", date(1899, 12, 31), "男"),
    ("999901801301123", "invalid", None, None),
    (A[:17], "invalid", None, None),
    (A + "1", "invalid", None, None),
    ("无", "invalid", None, None),
    ("3.20281E+17", "invalid", None, None),
    ("0" * 18, "invalid", None, None),
    ("9" * 18, "invalid", None, None),
    ("X" * 18, "invalid", None, None),
    ("١" * 18, "invalid", None, None),
]


@pytest.mark.parametrize(("number", "state", "born", "sex"), CASES)
def test_what_a_number_says(number, state, born, sex):
    said = read_numbers(pl.Series([number], dtype=pl.String)).row(0, named=True)
    assert (said["number_state"], said["number_birth"], said["number_sex"]) == (state, born, sex)
    assert (said["first17"] is None) == (state in ("empty", "invalid"))


def test_no_numbers_at_all():
    assert read_numbers(pl.Series([], dtype=pl.String)).height == 0


seventeen = st.builds(
    lambda county, born, turn: f"{county:06d}{born:%Y%m%d}{turn:03d}",
    st.integers(0, 999_999),
    st.dates(date(1850, 1, 1), date(2150, 12, 31)),
    st.integers(0, 999),
)


@given(st.lists(seventeen, min_size=1, max_size=30))
def test_completed_numbers_are_valid_and_come_back(firsts):
    numbers = [complete(first) for first in firsts]
    said = read_numbers(pl.Series(numbers))
    assert said["number_state"].to_list() == ["valid"] * len(numbers)
    assert said.select(number18(pl.col("first17"))).to_series().to_list() == numbers
    assert said.select(area(pl.col("first17"))).to_series().to_list() == [int(first[:6]) for first in firsts]


@given(seventeen.filter(lambda first: first[6:8] == "19" and int(first[14:]) < 996))
def test_fifteen_digits_are_the_same_number(first):
    both = read_numbers(pl.Series([complete(first), first[:6] + first[8:]]))
    assert both["number_state"].to_list() == ["valid", "legacy15"]
    assert both["first17"].n_unique() == 1
