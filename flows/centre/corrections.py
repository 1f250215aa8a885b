"""Correction tickets in a night: what later deliveries say of the rows they are about."""

from __future__ import annotations

from datetime import date

import polars as pl

from flows.deliveries import Delivery, DeliveryLog
from flows.lake import Lake
from flows.staging import DEFECTIVE, REFUSED, rows_of
from schemas.catalogue import TABLES
from transforms.centre.tickets import Later, followed


def follow(lake: Lake, log: DeliveryLog, entries: pl.DataFrame, night: date, limit: int | None) -> pl.DataFrame:
    """Rows of the published table `correction_tickets` (transforms/centre/tickets.py)."""
    asked = entries.filter(pl.col("entry") == "ticket")
    places = asked.select(pl.format("{}.{}", "department", "table_name").alias("key"))["key"]
    deliveries = {key: _deliveries(lake, log, key, asked.filter(places == key), night) for key in places.unique()}
    events = frozenset(key for key, spec in TABLES.items() if spec.is_event)
    return followed(entries, deliveries, events, night, limit)


def _deliveries(lake: Lake, log: DeliveryLog, key: str, asked: pl.DataFrame, night: date) -> list[Later]:
    since = asked.select(pl.min_horizontal("batch_date").min()).item()
    taken = [one for one in log.all(key) if one.in_force and one.night <= night and one.batch_date >= since]
    return [later(lake, one, asked["record_no"].drop_nulls(), asked["column_name"].drop_nulls()) for one in taken]


def later(lake: Lake, one: Delivery, records: pl.Series, columns: pl.Series) -> Later:
    """What one delivery says of some rows and columns. Its files are read, but only these rows are held."""
    folder = lake.staged / str(one.staged)
    numbers = records.unique().to_list()
    scanned = rows_of(lake, str(one.staged))
    names = [name for name in scanned.collect_schema() if name in {*columns, "record_no"}]
    rows = scanned.filter(pl.col("record_no").is_in(numbers)).select(names).collect()
    refused = pl.read_parquet(folder / REFUSED).select("record_no", "column_name", "check_name")
    concerned = refused.filter(pl.col("record_no").is_null() | pl.col("record_no").is_in(numbers))
    defective = pl.read_parquet(folder / DEFECTIVE).filter(pl.col("record_no").is_in(numbers))
    return Later(
        one.batch_date,
        one.revision,
        {row["record_no"]: row for row in rows.iter_rows(named=True)},
        frozenset(concerned.iter_rows()),
        frozenset(defective.select("record_no", "column_name").iter_rows()),
    )
