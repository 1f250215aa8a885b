"""Small parts of the generator: days, versions of records, odd forms, divisions."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import numpy as np
import polars as pl
import pytest

from schemas.catalogue import TABLES
from transforms.sample.benefits import season_start
from transforms.sample.draw import day_number, years_later
from transforms.sample.file_damage import odd_form
from transforms.sample.frames import FOREVER, between, table
from transforms.sample.numbers import with_check
from transforms.sample.places import divisions

ROOT = Path(__file__).parents[3]


@pytest.mark.parametrize(
    ("day", "years", "expected"),
    [(date(2004, 2, 29), 22, date(2026, 2, 28)), (date(1946, 11, 20), 80, date(2026, 11, 20))],
)
def test_years_later_clamps(day: date, years: int, expected: date) -> None:
    assert years_later(np.array([day_number(day)]), years)[0] == day_number(expected)


@pytest.mark.parametrize(
    ("last", "start"),
    [
        (date(2026, 11, 22), date(2026, 10, 15)),
        (date(2026, 10, 15), date(2026, 10, 15)),
        (date(2026, 10, 14), date(2025, 10, 15)),
    ],
)
def test_heating_season(last: date, start: date) -> None:
    assert season_start(day_number(last), day_number(last)) == day_number(start)


def test_check_character() -> None:
    assert with_check(np.array([11010519491231002])).to_list() == ["11010519491231002X"]


@pytest.mark.parametrize(
    ("first", "last", "values", "versions"),
    [
        (1, 1, {"paid": [9]}, [(0, 0, 5), (1, 1, 9), (2, FOREVER, 5)]),
        (0, 1, {"paid": [9]}, [(0, 1, 9), (2, FOREVER, 5)]),
        (2, FOREVER, None, [(0, 1, 5)]),
    ],
)
def test_between_cuts_versions(
    first: int, last: int, values: dict[str, list[int]] | None, versions: list[tuple[int, int, int]]
) -> None:
    frame = table(2, {"paid": 5})
    new = None if values is None else pl.DataFrame({"_row": [0], **values})
    cut = between(frame, np.array([0]), first, last, new).filter(pl.col("_row") == 0)
    assert cut.select("_from", "_to", "paid").rows() == versions


@pytest.mark.parametrize(
    ("column", "value", "forms"),
    [
        ("civil_affairs.benefits/monthly_yuan", "1352.00", ["1,352.00", "１３５２.００"]),
        ("civil_affairs.benefits/monthly_yuan", "100.00", ["100.00", "１００.００"]),
        ("civil_affairs.benefits/start_on", "2026/1/5", ["2026/1/5", " 2026/1/5"]),
        ("civil_affairs.benefits/start_on", "2026-01-05", ["2026年01月05日", " 2026-01-05"]),
        ("civil_affairs.benefits/program", "采暖补贴", [" 采暖补贴", "采暖补贴　"]),
        ("human_resources.contributions/month", "2026-10", ["2026年10月"]),
    ],
)
def test_odd_forms_keep_the_meaning(column: str, value: str, forms: list[str]) -> None:
    key, name = column.split("/")
    frame = pl.DataFrame({name: [value]})
    found = [frame.select(pl.coalesce(form, name)).item() for form in odd_form(TABLES[key].column(name))]
    assert found == forms


def test_reference_file_of_divisions_is_the_citys() -> None:
    frame = divisions()
    written = pl.read_csv(ROOT / "data/reference/divisions.csv", schema=dict(frame.schema))
    assert written.equals(frame)
    assert frame["code"].is_unique().all()
    assert set(frame["parent"].drop_nulls()) <= set(frame["code"])
    assert frame["code"].str.starts_with("9999").all()
