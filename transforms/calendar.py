"""Chinese working days: weekends, public holidays and the adjusted days off and on (调休).

Source: the package `chinesecalendar` (State Council notices, one a year, usually out in November). For a year
it does not know yet, Monday to Friday count as working days; `covered_years` says which years it knows, so that
a caller can tell staff that a due day is provisional.
"""

from __future__ import annotations

from bisect import bisect_right
from datetime import date, timedelta
from functools import lru_cache

import chinese_calendar
import polars as pl
from chinese_calendar.constants import holidays

WORKING_DAYS_TO_CLOSE = {"red": 5, "yellow": 15, "blue": 30}
"""Working days to close an alert of a level. Project defaults, domain/rules.md "How to read"."""

# The longest run of days off is under two weeks, so this many days always hold one working week's advance.
_SPARE_DAYS = 21


@lru_cache(maxsize=1)
def covered_years() -> range:
    """Years whose official holidays the pinned package knows, as a range."""
    return range(min(holidays).year, max(holidays).year + 1)


def is_working_day(day: date) -> bool:
    """Whether public offices work on `day`; Monday to Friday in a year outside `covered_years`."""
    if day.year in covered_years():
        return bool(chinese_calendar.is_workday(day))
    return day.weekday() < 5


def add_working_days(first_day: date, count: int) -> date:
    """The `count`-th working day after `first_day`, which itself never counts; count >= 1."""
    return _nth_after(_working_days(first_day, first_day + _span(count)), first_day, count)


def due_on(first_day: pl.Expr | str, level: pl.Expr | str) -> pl.Expr:
    """Last day to close an alert that stands since `first_day` (Date) at `level` (red, yellow, blue).

    Null where either is null. Raises KeyError for an unknown level. Only the distinct (day, level) pairs are counted.
    """
    day = pl.col(first_day) if isinstance(first_day, str) else first_day
    rank = pl.col(level) if isinstance(level, str) else level
    return pl.struct(day.alias("day"), rank.alias("level")).map_batches(_due_days, return_dtype=pl.Date())


def _due_days(pairs: pl.Series) -> pl.Series:
    """Due day for each struct (day, level)."""
    given = pairs.struct.unnest()
    distinct = given.unique(maintain_order=True).drop_nulls()
    if distinct.is_empty():
        return pl.repeat(None, given.height, dtype=pl.Date(), eager=True)
    days: list[date] = distinct["day"].to_list()
    counts = [WORKING_DAYS_TO_CLOSE[level] for level in distinct["level"]]
    calendar = _working_days(min(days), max(days) + _span(max(counts)))
    due = [_nth_after(calendar, day, count) for day, count in zip(days, counts, strict=True)]
    answers = distinct.with_columns(pl.Series("due", due, dtype=pl.Date()))
    return given.join(answers, on=["day", "level"], how="left", maintain_order="left")["due"]


def _span(count: int) -> timedelta:
    """Calendar days that surely hold `count` working days."""
    return timedelta(days=2 * count + _SPARE_DAYS)


def _working_days(first: date, last: date) -> list[date]:
    """Every working day from `first` to `last`, both included, in order."""
    days = (first + timedelta(days=offset) for offset in range((last - first).days + 1))
    return [day for day in days if is_working_day(day)]


def _nth_after(calendar: list[date], day: date, count: int) -> date:
    """The `count`-th entry of the sorted `calendar` after `day`."""
    return calendar[bisect_right(calendar, day) + count - 1]
