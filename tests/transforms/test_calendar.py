"""Working days: the official adjusted days, years not known yet, and due days for a frame."""

from datetime import date, timedelta

import polars as pl
import pytest
from polars.testing import assert_series_equal

from transforms.calendar import (
    WORKING_DAYS_TO_CLOSE,
    add_working_days,
    adjusted_days,
    covered_years,
    due_on,
    is_working_day,
    working_days_between,
    working_days_since,
)


@pytest.mark.parametrize(
    ("day", "works"),
    [
        (date(2026, 10, 1), False),  # National Day
        (date(2026, 10, 10), True),  # a Saturday worked in lieu
        (date(2026, 11, 21), False),  # an ordinary Saturday
        (date(2026, 11, 23), True),
        (date(2024, 2, 4), True),  # a Sunday worked before Spring Festival
        (date(2099, 10, 1), True),  # not known: Thursday
        (date(2099, 10, 3), False),  # not known: Saturday
        (date(1999, 10, 1), True),  # before the package begins: Friday
    ],
)
def test_is_working_day(day: date, works: bool) -> None:
    assert is_working_day(day) is works


@pytest.mark.parametrize(
    ("first", "count", "due"),
    [
        (date(2026, 11, 20), 1, date(2026, 11, 23)),  # Friday: Monday is the first
        (date(2026, 11, 22), 5, date(2026, 11, 27)),  # found on a Sunday night
        (date(2026, 9, 30), 5, date(2026, 10, 13)),  # 8, 9, 10 (Saturday in lieu), 12, 13
        (date(2026, 12, 31), 1, date(2027, 1, 1)),  # 2027 not known: New Year's Day counts, a Friday
    ],
)
def test_add_working_days(first: date, count: int, due: date) -> None:
    assert add_working_days(first, count) == due


def test_covered_years_are_known_to_the_package() -> None:
    assert 2026 in covered_years()
    assert 2099 not in covered_years()


def test_due_on_of_a_frame_equals_one_by_one() -> None:
    days = [date(2026, 1, 1) + timedelta(days=7 * step) for step in range(60)]
    frame = pl.DataFrame({"day": days * 3, "level": [level for level in WORKING_DAYS_TO_CLOSE for _ in days]})
    expected = [add_working_days(day, WORKING_DAYS_TO_CLOSE[level]) for day, level in frame.iter_rows()]
    assert_series_equal(frame.select(due=due_on("day", "level"))["due"], pl.Series("due", expected))


def test_due_on_of_nulls_and_nothing() -> None:
    schema = {"day": pl.Date(), "level": pl.String()}
    frame = pl.DataFrame({"day": [None, date(2026, 11, 20)], "level": ["red", None]}, schema=schema)
    assert frame.select(due=due_on("day", "level"))["due"].to_list() == [None, None]
    assert frame.clear().select(due=due_on("day", "level"))["due"].to_list() == []


def test_working_days_since_of_a_frame_and_one_by_one() -> None:
    pairs = [
        (date(2026, 9, 30), date(2026, 10, 13), 5),  # over the National Day holidays, with a Saturday in lieu
        (date(2026, 11, 20), date(2026, 11, 22), 0),
        (date(2026, 11, 20), date(2026, 11, 23), 1),
        (date(2026, 11, 23), date(2026, 11, 20), 0),
        (None, date(2026, 11, 20), None),
    ]
    frame = pl.DataFrame(pairs, schema={"first": pl.Date(), "last": pl.Date(), "days": pl.Int64()}, orient="row")
    found = frame.select(found=working_days_since(pl.col("first"), pl.col("last")))["found"]
    assert found.to_list() == frame["days"].to_list()
    for first, last, days in pairs[:3]:
        assert working_days_between(first, last) == days


def test_adjusted_days_are_those_unlike_an_ordinary_week() -> None:
    found = dict(adjusted_days().select("day", "working").iter_rows())
    assert found[date(2026, 10, 1)] is False
    assert found[date(2026, 10, 10)] is True
    assert date(2026, 11, 22) not in found
    assert all(is_working_day(day) is working for day, working in found.items())
    assert {day.year for day in found} <= set(covered_years())
