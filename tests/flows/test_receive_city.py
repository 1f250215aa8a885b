"""City A received whole: three nights of four departments, against its truth."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import polars as pl
import pytest

from flows.deliveries import Delivery, DeliveryLog
from flows.judge import Desk
from flows.lake import Lake
from flows.receive import receive
from schemas.catalogue import TABLES

CITY = Path(__file__).parents[1] / "cases" / "city_a"
NIGHTS = [date(2026, 11, day) for day in (20, 21, 22)]
DEPARTMENTS = list(dict.fromkeys(spec.department for spec in TABLES.values() if spec.nightly))


@pytest.fixture(scope="module")
def city(tmp_path_factory: pytest.TempPathFactory) -> tuple[Lake, list[Delivery]]:
    lake = Lake(tmp_path_factory.mktemp("city"))
    lake.prepare()
    told = []
    for night in NIGHTS:
        desk = Desk(lake, DeliveryLog(lake), night, {})
        for department in DEPARTMENTS:
            told += receive(CITY / "inbox" / department / night.isoformat(), department, night, desk)
    return lake, told


def test_every_delivery_counts_and_balances(city: tuple[Lake, list[Delivery]]) -> None:
    truth = pl.read_parquet(CITY / "truth" / "feeds.parquet").select(
        "batch_date", "department", "table_name", "rows_in", "broken"
    )
    found = [(one.batch_date, one.department, one.table, one.rows_in, one.rows_quarantined) for one in city[1]]
    assert sorted(found) == sorted(truth.rows())
    assert {one.status for one in city[1]} == {"accepted", "unchanged"}
    assert all(one.rows_in == one.rows_loaded + one.rows_quarantined + one.rows_superseded for one in city[1])
    assert all(one.rows_in == one.rows_declared for one in city[1])


def test_quarantine_equals_the_truth(city: tuple[Lake, list[Delivery]]) -> None:
    lake, told = city
    columns = ["batch_date", "department", "table_name", "row_number", "record_no", "column_name"]
    truth = pl.read_parquet(CITY / "truth" / "quarantine.parquet").select(columns).sort(columns)
    found = [
        pl.read_parquet(lake.staged / str(one.staged) / "quarantine.parquet").with_columns(
            batch_date=pl.lit(one.batch_date), department=pl.lit(one.department), table_name=pl.lit(one.table)
        )
        for one in told
    ]
    assert pl.concat(found).select(columns).sort(columns).equals(truth)


def test_journal_read_back_is_the_same(city: tuple[Lake, list[Delivery]]) -> None:
    log = DeliveryLog(city[0])
    assert [one for spec in TABLES.values() for one in log.ledger(spec, NIGHTS[-1])] == sorted(
        city[1], key=lambda one: (list(TABLES).index(one.key), one.batch_date)
    )
