"""Chinese working days: weekends, public holidays and the adjusted days off and on (调休).

Source: the package `chinesecalendar` (State Council notices, one a year, usually out in November). For a year
it does not know yet, Monday to Friday count as working days; `covered_years` says which years it knows, so that
a caller can tell staff that a due day is provisional.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable
from datetime import date, timedelta
from functools import lru_cache
from typing import Any

import chinese_calendar
import polars as pl
from chinese_calendar.constants import Holiday, holidays, workdays

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

    Null where either is null. Raises polars.exceptions.InvalidOperationError for an unknown level.
    """
    day = pl.col(first_day) if isinstance(first_day, str) else first_day
    rank = pl.col(level) if isinstance(level, str) else level
    return working_day_after(day, rank.replace_strict(WORKING_DAYS_TO_CLOSE, return_dtype=pl.Int64()))


def working_day_after(first_day: pl.Expr, count: pl.Expr) -> pl.Expr:
    """The `count`-th (Int64, >= 1) working day after `first_day` (Date); null where either is null.

    Only the distinct pairs are counted.
    """
    pairs = pl.struct(first_day.alias("first"), count.alias("other"))
    return pairs.map_batches(lambda given: _by_pair(given, pl.Date(), _days_after), return_dtype=pl.Date())


def working_days_since(first_day: pl.Expr, last_day: pl.Expr) -> pl.Expr:
    """Working days after `first_day` up to and with `last_day` (Dates), at least 0; null where either is."""
    pairs = pl.struct(first_day.alias("first"), last_day.alias("other"))
    return pairs.map_batches(lambda given: _by_pair(given, pl.Int64(), _days_between), return_dtype=pl.Int64())


def working_days_between(first_day: date, last_day: date) -> int:
    """Working days after `first_day` up to and with `last_day`."""
    return len(_working_days(first_day + timedelta(days=1), last_day))


def adjusted_days() -> pl.DataFrame:
    """day, working, name (of the holiday, Chinese): days of `covered_years` unlike an ordinary week, in order."""
    chinese = {one.value: one.chinese for one in Holiday}
    off = {day: name for day, name in holidays.items() if not is_working_day(day)}
    rows = [(day, False, chinese[name]) for day, name in off.items()]
    rows += [(day, True, chinese[name]) for day, name in workdays.items()]
    schema = {"day": pl.Date(), "working": pl.Boolean(), "name": pl.String()}
    return pl.DataFrame(rows, schema=schema, orient="row").sort("day")


def _by_pair(pairs: pl.Series, dtype: pl.DataType, answer: Callable[[pl.DataFrame], list[Any]]) -> pl.Series:
    """`answer` of the distinct structs (first, other) without nulls, given to every row."""
    given = pairs.struct.unnest()
    distinct = given.unique(maintain_order=True).drop_nulls()
    if distinct.is_empty():
        return pl.repeat(None, given.height, dtype=dtype, eager=True)
    answers = distinct.with_columns(pl.Series("answer", answer(distinct), dtype=dtype))
    return given.join(answers, on=["first", "other"], how="left", maintain_order="left")["answer"]


def _days_after(pairs: pl.DataFrame) -> list[date]:
    days: list[date] = pairs["first"].to_list()
    counts: list[int] = pairs["other"].to_list()
    calendar = _working_days(min(days), max(days) + _span(max(counts)))
    return [_nth_after(calendar, day, count) for day, count in zip(days, counts, strict=True)]


def _days_between(pairs: pl.DataFrame) -> list[int]:
    firsts: list[date] = pairs["first"].to_list()
    lasts: list[date] = pairs["other"].to_list()
    calendar = _working_days(min(firsts), max(lasts))
    return [
        max(0, bisect_right(calendar, last) - bisect_right(calendar, first))
        for first, last in zip(firsts, lasts, strict=True)
    ]


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
