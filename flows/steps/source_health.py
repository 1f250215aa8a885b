"""What rules about deliveries are told of a night: small counts kept with each staged file, put together at stage."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path

import polars as pl

from flows.deliveries import Delivery
from flows.lake import Lake, write_parquet
from flows.night import Night
from flows.reference import read_divisions
from flows.staging import quality_of, rows_of, with_places
from schemas.catalogue import TABLES
from transforms.source_health import RELATIONS, column_quality, feed, row_check
from transforms.stage.quality import QUALITY, has_amounts

_STEP = "stage"  # of flows/steps/stage.py, which calls here
_FEED, _COUNTED, _EARLIER, _FUTURE = "feed.parquet", "counted.parquet", "counted_before.parquet", "future.parquet"
_LOOKED_BACK = 30
_PLACE = {"source_table": pl.String(), "batch_date": pl.Date()}
_PLACED = {**_PLACE, **QUALITY}


def write_health(lake: Lake, ledgers: Mapping[str, Sequence[Delivery]], night: date, folder: Path) -> None:
    """Write what is known of every table's deliveries up to a night. `ledgers`: by table, one delivery a batch date."""
    taken = {key: [one for one in ledger if one.in_force] for key, ledger in ledgers.items()}
    newest = [known[-1] for known in taken.values() if known]
    with_amounts = [known for key, known in taken.items() if has_amounts(TABLES[key])]
    earlier = [one for known in with_amounts for one in known[-_LOOKED_BACK - 1 : -1]]
    counted = _counted(lake, newest)
    rows = [
        {"source_table": one.key, "batch_date": one.batch_date, "status": one.status}
        | {"in_force": one.in_force, "rows_in": one.rows_in}
        for ledger in ledgers.values()
        for one in ledger
        if TABLES[one.key].nightly
    ]
    schema = {"source_table": pl.String(), "batch_date": pl.Date(), "status": pl.String(), "in_force": pl.Boolean()}
    ledger = pl.DataFrame(rows, schema={**schema, "rows_in": pl.Int64()}, orient="row")
    write_parquet(feed(ledger, night), folder / _FEED)
    write_parquet(counted, folder / _COUNTED)
    write_parquet(_counted(lake, earlier).filter(pl.col("kind") == "amount"), folder / _EARLIER)
    write_parquet(_future(lake, newest, counted), folder / _FUTURE)


def source_health(night: Night) -> dict[str, pl.DataFrame]:
    """The relations `feed`, `column_quality` and `row_check` of a night whose step stage has run."""
    read = {name: pl.read_parquet(night.folder / _STEP / name) for name in (_FEED, _COUNTED, _EARLIER, _FUTURE)}
    divisions = read_divisions(night.settings.divisions)
    frames = {
        "feed": read[_FEED],
        "column_quality": column_quality(read[_COUNTED], read[_EARLIER]),
        "row_check": row_check(read[_COUNTED], read[_FUTURE], divisions),
    }
    return {name: frames[name].cast(pl.Schema(schema)) for name, schema in RELATIONS.items()}


def _counted(lake: Lake, deliveries: Sequence[Delivery]) -> pl.DataFrame:
    """Counts of these deliveries, each under its table and batch; a file delivered again is read once."""
    if not deliveries:
        return pl.DataFrame(schema=_PLACED)
    known: dict[str, pl.DataFrame] = {}
    for one in deliveries:
        folder = str(one.staged)
        if folder not in known:
            known[folder] = quality_of(lake, TABLES[one.key], folder, one.rows_superseded).select(*QUALITY)
    frames = [known[str(one.staged)] for one in deliveries]
    places = pl.DataFrame([(one.key, one.batch_date) for one in deliveries], schema=_PLACE, orient="row")
    return with_places(places, frames).select(*_PLACED)


def _future(lake: Lake, newest: Sequence[Delivery], counted: pl.DataFrame) -> pl.DataFrame:
    """source_table, name, hits: rows with a day after their batch; only columns whose last day says so are counted."""
    late = counted.filter((pl.col("kind") == "last_day") & (pl.col("value") > pl.col("batch_date").cast(pl.String)))
    folders = {one.key: str(one.staged) for one in newest}
    found = [
        (table, name, rows_of(lake, folders[table]).filter(pl.col(name) > day).select(pl.len()).collect().item())
        for table, name, day in late.select("source_table", "name", "batch_date").iter_rows()
    ]
    return pl.DataFrame(
        found, schema={"source_table": pl.String(), "name": pl.String(), "hits": pl.Int64()}, orient="row"
    )
